import type { CatalogCase } from './case';

export const objects: readonly CatalogCase[] = [
  {
    name: 'sequences are made, given away, renamed and dropped',
    sql: `
      CREATE TABLE a (id int);
      CREATE SEQUENCE s OWNED BY a.id;
      CREATE SEQUENCE t;
      ALTER SEQUENCE t OWNED BY a.id;
      ALTER SEQUENCE t OWNED BY NONE;
      CREATE SEQUENCE u;
      ALTER SEQUENCE u RENAME TO w;
      CREATE SEQUENCE IF NOT EXISTS s;
      CREATE SEQUENCE gone;
      DROP SEQUENCE gone;
    `,
    facts: [
      'column public.a 1 id int4',
      'sequence public.s owned by public.a id',
      'sequence public.t',
      'sequence public.w',
      'table public.a',
    ],
  },
  {
    name: 'a sequence dropped with CASCADE takes its default along',
    sql: `
      CREATE TABLE a (id serial, b int);
      DROP SEQUENCE a_id_seq CASCADE;
    `,
    facts: ['column public.a 1 id int4 not-null', 'column public.a 2 b int4', 'table public.a'],
  },
  {
    name: 'functions are counted by their arguments',
    sql: `
      CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
      CREATE FUNCTION f(text) RETURNS int LANGUAGE sql STABLE AS 'SELECT 1';
      CREATE OR REPLACE FUNCTION f(integer) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT 2';
      CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT 1';
      ALTER FUNCTION g() RENAME TO h;
      ALTER FUNCTION h() IMMUTABLE;
      CREATE FUNCTION gone() RETURNS int LANGUAGE sql AS 'SELECT 1';
      DROP FUNCTION gone();
    `,
    facts: ['function public.f 2 volatile', 'function public.h 1 immutable'],
  },
  {
    name: 'triggers call functions',
    sql: `
      CREATE TABLE a (id int);
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER one BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
      CREATE TRIGGER two BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION g();
      CREATE TRIGGER three BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
      CREATE TRIGGER one BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION g();
      ALTER TRIGGER one ON a RENAME TO first;
      ALTER TABLE a DISABLE TRIGGER first;
      DROP TRIGGER three ON a;
      ALTER FUNCTION f() RENAME TO renamed;
      DROP FUNCTION g() CASCADE;
    `,
    facts: [
      'column public.a 1 id int4',
      'function public.renamed 1 volatile',
      'table public.a',
      'trigger public.a first calls public.renamed disabled',
    ],
  },
  {
    name: 'rules belong to a table',
    sql: `
      CREATE TABLE a (id int);
      CREATE RULE quiet AS ON DELETE TO a DO INSTEAD NOTHING;
      CREATE RULE gone AS ON UPDATE TO a DO INSTEAD NOTHING;
      DROP RULE gone ON a;
    `,
    facts: ['column public.a 1 id int4', 'rule public.a quiet', 'table public.a'],
  },
  {
    name: 'triggers are disabled together and alone',
    sql: `
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TABLE a (id int);
      CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
      CREATE TRIGGER u AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
      ALTER TABLE a DISABLE TRIGGER ALL;
      ALTER TABLE a ENABLE TRIGGER u;
    `,
    facts: [
      'column public.a 1 id int4',
      'function public.f 1 volatile',
      'table public.a',
      'trigger public.a t calls public.f disabled',
      'trigger public.a u calls public.f',
    ],
  },
  {
    name: 'a trigger on a view is not recorded',
    sql: `
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE VIEW v AS SELECT 1 AS x;
      CREATE TRIGGER t INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f();
    `,
    facts: ['function public.f 1 volatile', 'view public.v'],
  },
  {
    name: 'overloads are dropped one by one',
    sql: `
      CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
      CREATE FUNCTION f(text) RETURNS int LANGUAGE sql STABLE AS 'SELECT 1';
      DROP FUNCTION f(text);
    `,
    facts: ['function public.f 1 immutable'],
  },
  {
    name: 'DO blocks',
    sql: `
      CREATE TABLE a (id int);
      DO $$ BEGIN ALTER TABLE a ADD COLUMN x int; IF EXISTS (SELECT 1) THEN ALTER TABLE a ADD COLUMN y int; END IF; END $$;
      DO $$ BEGIN CREATE TYPE e AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
      DO $$ BEGIN CREATE TYPE e AS ENUM ('a', 'b'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
    `,
    facts: [
      'column public.a 1 id int4',
      'column public.a 2 x int4',
      'column public.a 3 y int4',
      'table public.a',
      'type public.e enum (a)',
    ],
  },
];
