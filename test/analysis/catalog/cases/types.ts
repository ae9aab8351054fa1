import type { CatalogCase } from './case';

export const types: readonly CatalogCase[] = [
  {
    name: 'values of an enum are added in their place',
    sql: `
      CREATE TYPE mood AS ENUM ('b', 'd');
      ALTER TYPE mood ADD VALUE 'e';
      ALTER TYPE mood ADD VALUE 'a' BEFORE 'b';
      ALTER TYPE mood ADD VALUE 'c' AFTER 'b';
      ALTER TYPE mood ADD VALUE IF NOT EXISTS 'a';
      ALTER TYPE mood ADD VALUE 'x' AFTER 'nothing';
      ALTER TYPE mood RENAME VALUE 'e' TO 'z';
      ALTER TYPE mood RENAME VALUE 'a' TO 'b';
    `,
    facts: ['type public.mood enum (a, b, c, d, z)'],
  },
  {
    name: 'Prisma replaces an enum',
    sql: `
      CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN', 'GUEST');
      CREATE TABLE "User" (role "Role" NOT NULL DEFAULT 'USER', roles "Role"[]);
      BEGIN;
      CREATE TYPE "Role_new" AS ENUM ('USER', 'ADMIN');
      ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT;
      ALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");
      ALTER TABLE "User" ALTER COLUMN "roles" TYPE "Role_new"[] USING ("roles"::text::"Role_new"[]);
      ALTER TYPE "Role" RENAME TO "Role_old";
      ALTER TYPE "Role_new" RENAME TO "Role";
      DROP TYPE "Role_old";
      ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'USER';
      COMMIT;
    `,
    facts: [
      'column public.User 1 role public.Role not-null default',
      'column public.User 2 roles public.Role[]',
      'table public.User',
      'type public.Role enum (USER, ADMIN)',
    ],
  },
  {
    name: 'a type dropped with CASCADE takes its columns along',
    sql: `
      CREATE TYPE mood AS ENUM ('a');
      CREATE DOMAIN felt AS mood;
      CREATE TABLE a (id int, m mood, ms mood[], f felt);
      CREATE INDEX ON a (m);
      CREATE VIEW v AS SELECT m FROM a;
      DROP TYPE mood CASCADE;
    `,
    facts: ['column public.a 1 id int4', 'table public.a'],
  },
  {
    name: 'domains, composite types and ranges',
    sql: `
      CREATE DOMAIN positive AS int NOT NULL DEFAULT 1 CHECK (VALUE > 0);
      ALTER DOMAIN positive ADD CONSTRAINT small CHECK (VALUE < 10) NOT VALID;
      ALTER DOMAIN positive DROP NOT NULL;
      ALTER DOMAIN positive DROP DEFAULT;
      CREATE DOMAIN other AS varchar(10);
      ALTER DOMAIN other ADD CONSTRAINT c CHECK (VALUE <> '') NOT VALID;
      ALTER DOMAIN other VALIDATE CONSTRAINT c;
      ALTER DOMAIN other RENAME CONSTRAINT c TO filled;
      CREATE TYPE pair AS (a int, b int);
      CREATE TYPE span AS RANGE (subtype = int4);
      CREATE TABLE a (p positive, o other[], c pair);
    `,
    facts: [
      'column public.a 1 p public.positive',
      'column public.a 2 o public.other[]',
      'column public.a 3 c public.pair',
      'table public.a',
      'type public.other domain over varchar(10) check filled',
      'type public.pair composite',
      'type public.positive domain over int4 check positive_check check small not-valid',
      'type public.span range',
    ],
  },
  {
    name: 'a renamed or moved type is followed by its columns',
    sql: `
      CREATE SCHEMA other;
      CREATE TYPE mood AS ENUM ('a');
      CREATE DOMAIN felt AS mood;
      CREATE TABLE a (m mood, f felt);
      ALTER TYPE mood RENAME TO feeling;
      ALTER TYPE feeling SET SCHEMA other;
    `,
    facts: [
      'column public.a 1 m other.feeling',
      'column public.a 2 f public.felt',
      'schema other',
      'table public.a',
      'type other.feeling enum (a)',
      'type public.felt domain over other.feeling',
    ],
  },
  {
    name: 'a built-in type comes before one of the same name',
    sql: `
      CREATE TYPE "name" AS ENUM ('a');
      CREATE TABLE a (built_in name, own public.name);
    `,
    facts: ['column public.a 1 built_in name', 'column public.a 2 own public.name', 'table public.a', 'type public.name enum (a)'],
  },
  {
    name: 'the kind of a type must fit',
    sql: `
      CREATE TYPE mood AS ENUM ('a');
      DROP DOMAIN mood;
      CREATE TYPE mood AS ENUM ('b');
    `,
    facts: ['type public.mood enum (a)'],
  },
  {
    name: 'arrays',
    sql: `
      CREATE TYPE e AS ENUM ('a');
      CREATE TABLE a (x int[][], y e[], z "char", w char(3)[], t timestamptz(3)[]);
      ALTER TABLE a ALTER x TYPE text[] USING NULL;
    `,
    facts: [
      'column public.a 1 x text[]',
      'column public.a 2 y public.e[]',
      'column public.a 3 z char',
      'column public.a 4 w bpchar(3)[]',
      'column public.a 5 t timestamptz(3)[]',
      'table public.a',
      'type public.e enum (a)',
    ],
  },
  {
    name: 'a composite type changes',
    sql: `
      CREATE TYPE pair AS (a int);
      ALTER TYPE pair ADD ATTRIBUTE b int;
      ALTER TYPE pair RENAME TO couple;
    `,
    facts: ['type public.couple composite'],
  },
];
