import type { CatalogCase } from './case';

export const schemas: readonly CatalogCase[] = [
  {
    name: 'a schema is dropped with everything in it',
    sql: `
      CREATE SCHEMA other;
      CREATE TYPE other.mood AS ENUM ('a');
      CREATE TABLE other.a (id serial PRIMARY KEY);
      CREATE TABLE b (a int REFERENCES other.a, m other.mood);
      CREATE VIEW v AS SELECT id FROM other.a;
      DROP SCHEMA other;
      DROP SCHEMA other CASCADE;
    `,
    facts: ['column public.b 1 a int4', 'table public.b'],
  },
  {
    name: 'a schema is renamed with everything in it',
    sql: `
      CREATE SCHEMA other;
      CREATE TYPE other.mood AS ENUM ('a');
      CREATE TABLE other.a (id serial PRIMARY KEY, m other.mood, parent int REFERENCES other.a);
      CREATE VIEW other.v AS SELECT id FROM other.a;
      CREATE FUNCTION other.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
      CREATE TABLE b (a int REFERENCES other.a);
      ALTER SCHEMA other RENAME TO new;
    `,
    facts: [
      'column new.a 1 id int4 not-null default',
      'column new.a 2 m new.mood',
      'column new.a 3 parent int4',
      'column public.b 1 a int4',
      'constraint new.a a_parent_fkey foreign-key (parent) references new.a (id) no-action no-action',
      'constraint new.a a_pkey primary-key (id) index new.a_pkey',
      'constraint public.b b_a_fkey foreign-key (a) references new.a (id) no-action no-action',
      'function new.f 1 volatile',
      'index new.a_pkey on new.a btree unique (id)',
      'schema new',
      'sequence new.a_id_seq owned by new.a id',
      'table new.a',
      'table public.b',
      'type new.mood enum (a)',
      'view new.v',
      'view new.v uses new.a id',
    ],
  },
  {
    name: 'the search path says what a name means',
    sql: `
      CREATE SCHEMA one;
      CREATE SCHEMA two;
      CREATE TABLE a (in_public int);
      CREATE TABLE one.a (in_one int);
      SET search_path TO two, one, public;
      CREATE TABLE here (id int);
      ALTER TABLE a ADD COLUMN b int;
      SET search_path TO missing, public;
      CREATE TABLE c (id int);
      RESET search_path;
      ALTER TABLE a ADD COLUMN after_reset int;
    `,
    facts: [
      'column one.a 1 in_one int4',
      'column one.a 2 b int4',
      'column public.a 1 in_public int4',
      'column public.a 2 after_reset int4',
      'column public.c 1 id int4',
      'column two.here 1 id int4',
      'schema one',
      'schema two',
      'table one.a',
      'table public.a',
      'table public.c',
      'table two.here',
    ],
  },
  {
    name: 'SET LOCAL ends with the transaction',
    sql: `
      CREATE SCHEMA one;
      BEGIN;
      SET LOCAL search_path TO one;
      CREATE TABLE a (id int);
      COMMIT;
      CREATE TABLE b (id int);
    `,
    facts: ['column one.a 1 id int4', 'column public.b 1 id int4', 'schema one', 'table one.a', 'table public.b'],
  },
  {
    name: 'a rollback undoes everything since BEGIN',
    sql: `
      CREATE SCHEMA one;
      CREATE TABLE a (id int);
      BEGIN;
      SET search_path TO one;
      DROP TABLE public.a;
      CREATE TABLE b (id int);
      ROLLBACK;
      CREATE TABLE c (id int);
    `,
    facts: ['column public.a 1 id int4', 'column public.c 1 id int4', 'schema one', 'table public.a', 'table public.c'],
  },
  {
    name: 'a savepoint is a part of it',
    sql: `
      BEGIN;
      CREATE TABLE a (id int);
      SAVEPOINT s;
      CREATE TABLE b (id int);
      ROLLBACK TO s;
      CREATE TABLE c (id int);
      COMMIT;
    `,
    facts: ['column public.a 1 id int4', 'column public.c 1 id int4', 'table public.a', 'table public.c'],
  },
];
