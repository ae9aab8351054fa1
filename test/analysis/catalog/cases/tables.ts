import type { CatalogCase } from './case';

export const tables: readonly CatalogCase[] = [
  {
    name: 'names that the server chooses for inline constraints',
    sql: `
      CREATE TABLE "User" (id serial PRIMARY KEY, email text UNIQUE, age int CHECK (age > 0), boss int REFERENCES "User", CHECK (age < id));
    `,
    facts: [
      'column public.User 1 id int4 not-null default',
      'column public.User 2 email text',
      'column public.User 3 age int4',
      'column public.User 4 boss int4',
      'constraint public.User User_age_check check',
      'constraint public.User User_boss_fkey foreign-key (boss) references public.User (id) no-action no-action',
      'constraint public.User User_check check',
      'constraint public.User User_email_key unique (email) index public.User_email_key',
      'constraint public.User User_pkey primary-key (id) index public.User_pkey',
      'index public.User_email_key on public.User btree unique (email)',
      'index public.User_pkey on public.User btree unique (id)',
      'sequence public.User_id_seq owned by public.User id',
      'table public.User',
    ],
  },
  {
    name: 'a primary key that is also unique has one index',
    sql: `
      CREATE TABLE a (id int PRIMARY KEY UNIQUE, b int UNIQUE, CONSTRAINT named UNIQUE (b));
    `,
    facts: [
      'column public.a 1 id int4 not-null',
      'column public.a 2 b int4',
      'constraint public.a a_pkey primary-key (id) index public.a_pkey',
      'constraint public.a named unique (b) index public.named',
      'index public.a_pkey on public.a btree unique (id)',
      'index public.named on public.a btree unique (b)',
      'table public.a',
    ],
  },
  {
    name: 'IF NOT EXISTS leaves a table alone, and so does an error',
    sql: `
      CREATE TABLE a (id int);
      CREATE TABLE IF NOT EXISTS a (id int, b int);
      CREATE TABLE a (c int);
    `,
    facts: ['column public.a 1 id int4', 'table public.a'],
  },
  {
    name: 'a name is taken by a relation of any kind',
    sql: `
      CREATE TABLE a (id int);
      CREATE VIEW v AS SELECT 1 AS one;
      CREATE INDEX v ON a (id);
      CREATE SEQUENCE a;
      CREATE TABLE v (id int);
    `,
    facts: ['column public.a 1 id int4', 'table public.a', 'view public.v'],
  },
  {
    name: 'quoted names keep their case, others are folded',
    sql: `
      CREATE TABLE "A" ("Id" int, Plain int);
      CREATE TABLE A (id int);
      ALTER TABLE a ADD COLUMN "Id" int;
    `,
    facts: [
      'column public.A 1 Id int4',
      'column public.A 2 plain int4',
      'column public.a 1 id int4',
      'column public.a 2 Id int4',
      'table public.A',
      'table public.a',
    ],
  },
  {
    name: 'a dropped table takes its indexes, sequences and the foreign keys of others along',
    sql: `
      CREATE TABLE a (id serial PRIMARY KEY, b int);
      CREATE INDEX ON a (b);
      CREATE TABLE c (a_id int REFERENCES a (id));
      DROP TABLE a CASCADE;
    `,
    facts: ['column public.c 1 a_id int4', 'table public.c'],
  },
  {
    name: 'CASCADE reaches views above views',
    sql: `
      CREATE TABLE a (id int);
      CREATE VIEW one AS SELECT id FROM a;
      CREATE VIEW two AS SELECT id FROM one;
      CREATE VIEW other AS SELECT 1 AS x;
      DROP TABLE a CASCADE;
    `,
    facts: ['view public.other'],
  },
  {
    name: 'tables that refer to each other are dropped together',
    sql: `
      CREATE TABLE a (id int PRIMARY KEY, b int);
      CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
      ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
      DROP TABLE a, b;
    `,
    facts: [],
  },
  {
    name: 'a renamed table is followed by what names it, not by the names made from it',
    sql: `
      CREATE TABLE a (id serial PRIMARY KEY, parent int REFERENCES a);
      CREATE TABLE b (a_id int REFERENCES a);
      CREATE VIEW v AS SELECT id FROM a;
      ALTER TABLE a RENAME TO z;
    `,
    facts: [
      'column public.b 1 a_id int4',
      'column public.z 1 id int4 not-null default',
      'column public.z 2 parent int4',
      'constraint public.b b_a_id_fkey foreign-key (a_id) references public.z (id) no-action no-action',
      'constraint public.z a_parent_fkey foreign-key (parent) references public.z (id) no-action no-action',
      'constraint public.z a_pkey primary-key (id) index public.a_pkey',
      'index public.a_pkey on public.z btree unique (id)',
      'sequence public.a_id_seq owned by public.z id',
      'table public.b',
      'table public.z',
      'view public.v',
      'view public.v uses public.z id',
    ],
  },
  {
    name: 'a rename to a name that is taken changes nothing',
    sql: `
      CREATE TABLE a (id int);
      CREATE TABLE b (id int);
      ALTER TABLE a RENAME TO b;
    `,
    facts: ['column public.a 1 id int4', 'column public.b 1 id int4', 'table public.a', 'table public.b'],
  },
  {
    name: 'ALTER TABLE RENAME takes indexes, views and sequences',
    sql: `
      CREATE TABLE a (id int);
      CREATE INDEX i ON a (id);
      CREATE VIEW v AS SELECT id FROM a;
      CREATE SEQUENCE s;
      ALTER TABLE i RENAME TO i2;
      ALTER TABLE v RENAME TO v2;
      ALTER TABLE s RENAME TO s2;
    `,
    facts: [
      'column public.a 1 id int4',
      'index public.i2 on public.a btree (id)',
      'sequence public.s2',
      'table public.a',
      'view public.v2',
      'view public.v2 uses public.a id',
    ],
  },
  {
    name: 'a table moves to another schema with its indexes and sequences',
    sql: `
      CREATE SCHEMA other;
      CREATE TABLE a (id serial PRIMARY KEY, b int UNIQUE);
      CREATE TABLE c (a int REFERENCES a);
      ALTER TABLE a SET SCHEMA other;
    `,
    facts: [
      'column other.a 1 id int4 not-null default',
      'column other.a 2 b int4',
      'column public.c 1 a int4',
      'constraint other.a a_b_key unique (b) index other.a_b_key',
      'constraint other.a a_pkey primary-key (id) index other.a_pkey',
      'constraint public.c c_a_fkey foreign-key (a) references other.a (id) no-action no-action',
      'index other.a_b_key on other.a btree unique (b)',
      'index other.a_pkey on other.a btree unique (id)',
      'schema other',
      'sequence other.a_id_seq owned by other.a id',
      'table other.a',
      'table public.c',
    ],
  },
  {
    name: 'LIKE copies columns and NOT NULL',
    sql: `
      CREATE TABLE a (id serial PRIMARY KEY, b text NOT NULL DEFAULT 'x', c int CHECK (c > 0));
      CREATE TABLE b (LIKE a, d int);
    `,
    facts: [
      'column public.a 1 id int4 not-null default',
      'column public.a 2 b text not-null default',
      'column public.a 3 c int4',
      'column public.b 1 id int4 not-null',
      'column public.b 2 b text not-null',
      'column public.b 3 c int4',
      'column public.b 4 d int4',
      'constraint public.a a_c_check check',
      'constraint public.a a_pkey primary-key (id) index public.a_pkey',
      'index public.a_pkey on public.a btree unique (id)',
      'sequence public.a_id_seq owned by public.a id',
      'table public.a',
      'table public.b',
    ],
  },
  {
    name: 'LIKE INCLUDING ALL copies defaults, checks, indexes and identity',
    sql: `
      CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, b text NOT NULL DEFAULT 'x' UNIQUE, c int CONSTRAINT positive CHECK (c > 0));
      CREATE INDEX ON a (lower(b));
      CREATE TABLE b (LIKE a INCLUDING ALL);
    `,
    facts: [
      'column public.a 1 id int4 not-null identity always',
      'column public.a 2 b text not-null default',
      'column public.a 3 c int4',
      'column public.b 1 id int4 not-null identity always',
      'column public.b 2 b text not-null default',
      'column public.b 3 c int4',
      'constraint public.a a_b_key unique (b) index public.a_b_key',
      'constraint public.a a_pkey primary-key (id) index public.a_pkey',
      'constraint public.a positive check',
      'constraint public.b b_b_key unique (b) index public.b_b_key',
      'constraint public.b b_pkey primary-key (id) index public.b_pkey',
      'constraint public.b positive check',
      'index public.a_b_key on public.a btree unique (b)',
      'index public.a_lower_idx on public.a btree (expression)',
      'index public.a_pkey on public.a btree unique (id)',
      'index public.b_b_key on public.b btree unique (b)',
      'index public.b_lower_idx on public.b btree (expression)',
      'index public.b_pkey on public.b btree unique (id)',
      'sequence public.a_id_seq owned by public.a id',
      'sequence public.b_id_seq owned by public.b id',
      'table public.a',
      'table public.b',
    ],
  },
  {
    name: 'an inherited column follows its parent',
    sql: `
      CREATE TABLE p (id int NOT NULL, a int CHECK (a > 0));
      CREATE TABLE c (b int) INHERITS (p);
      ALTER TABLE p ADD COLUMN d text DEFAULT 'x';
      ALTER TABLE p RENAME COLUMN a TO aa;
      ALTER TABLE p ALTER COLUMN d SET NOT NULL;
      ALTER TABLE p DROP COLUMN id;
    `,
    facts: [
      'column public.c 1 aa int4',
      'column public.c 2 b int4',
      'column public.c 3 d text not-null default',
      'column public.p 1 aa int4',
      'column public.p 2 d text not-null default',
      'constraint public.c p_a_check check',
      'constraint public.p p_a_check check',
      'table public.c inherits public.p',
      'table public.p',
    ],
  },
  {
    name: 'tables can start and stop to inherit',
    sql: `
      CREATE TABLE p (id int);
      CREATE TABLE c (id int, b int);
      CREATE TABLE d (id int);
      ALTER TABLE c INHERIT p;
      ALTER TABLE d INHERIT p;
      ALTER TABLE d NO INHERIT p;
    `,
    facts: [
      'column public.c 1 id int4',
      'column public.c 2 b int4',
      'column public.d 1 id int4',
      'column public.p 1 id int4',
      'table public.c inherits public.p',
      'table public.d',
      'table public.p',
    ],
  },
  {
    name: 'logging and row security are states of a table',
    sql: `
      CREATE TABLE a (id int);
      CREATE TABLE b (id int);
      ALTER TABLE a SET UNLOGGED;
      ALTER TABLE b ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY own ON b USING (id = 1);
      CREATE POLICY gone ON b USING (true);
      ALTER POLICY own ON b RENAME TO mine;
      DROP POLICY gone ON b;
    `,
    facts: [
      'column public.a 1 id int4',
      'column public.b 1 id int4',
      'policy public.b mine',
      'table public.a unlogged',
      'table public.b row-security forced',
    ],
  },
  {
    name: 'a temporary table hides one of the same name and is gone afterwards',
    sql: `
      CREATE TABLE a (id int);
      CREATE TEMP TABLE a (id int, b serial);
      ALTER TABLE a ADD COLUMN only_temporary int;
      CREATE INDEX ON a (b);
    `,
    facts: ['column public.a 1 id int4', 'table public.a'],
  },
  {
    name: 'a table that is not there leaves everything as it was',
    sql: `
      ALTER TABLE nowhere ADD COLUMN a int;
      DROP TABLE nowhere;
      CREATE INDEX ON nowhere (a);
      ALTER TABLE IF EXISTS nowhere DROP COLUMN a;
    `,
    facts: [],
  },
  {
    name: 'unlogged tables',
    sql: `
      CREATE UNLOGGED TABLE a (id int);
      ALTER TABLE a SET LOGGED;
      CREATE UNLOGGED TABLE b (id int);
    `,
    facts: ['column public.a 1 id int4', 'column public.b 1 id int4', 'table public.a', 'table public.b unlogged'],
  },
  {
    name: 'names with dots, blanks and quotes',
    sql: `
      CREATE TABLE "a.b" ("c""d" int UNIQUE, "e f" int CHECK ("e f" > 0));
      CREATE INDEX ON "a.b" ("e f", "c""d");
    `,
    facts: [
      'column public.a.b 1 c"d int4',
      'column public.a.b 2 e f int4',
      'constraint public.a.b a.b_c"d_key unique (c"d) index public.a.b_c"d_key',
      'constraint public.a.b a.b_e f_check check',
      'index public.a.b_c"d_key on public.a.b btree unique (c"d)',
      'index public.a.b_e f_c"d_idx on public.a.b btree (e f, c"d)',
      'table public.a.b',
    ],
  },
];
