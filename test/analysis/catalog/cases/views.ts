import type { CatalogCase } from './case';

export const views: readonly CatalogCase[] = [
  {
    name: 'a view names relations and columns, through aliases too',
    sql: `
      CREATE TABLE a (id int, x int, y int);
      CREATE TABLE b (id int, z int);
      CREATE VIEW v AS SELECT q.x, z FROM a AS q JOIN b ON b.id = q.id;
    `,
    facts: [
      'column public.a 1 id int4',
      'column public.a 2 x int4',
      'column public.a 3 y int4',
      'column public.b 1 id int4',
      'column public.b 2 z int4',
      'table public.a',
      'table public.b',
      'view public.v',
      'view public.v uses public.a id',
      'view public.v uses public.a x',
      'view public.v uses public.b id',
      'view public.v uses public.b z',
    ],
  },
  {
    name: 'a star means the columns of that moment',
    sql: `
      CREATE TABLE a (id int, x int);
      CREATE TABLE b (id int, z int);
      CREATE VIEW every AS SELECT * FROM a;
      CREATE VIEW some AS SELECT b.* FROM a, b;
      ALTER TABLE a ADD COLUMN later int;
    `,
    facts: [
      'column public.a 1 id int4',
      'column public.a 2 x int4',
      'column public.a 3 later int4',
      'column public.b 1 id int4',
      'column public.b 2 z int4',
      'table public.a',
      'table public.b',
      'view public.every',
      'view public.every uses public.a id',
      'view public.every uses public.a x',
    ],
  },
  {
    name: 'a view over a view',
    sql: `
      CREATE TABLE a (id int, x int);
      CREATE VIEW one AS SELECT id AS key, x FROM a;
      CREATE VIEW two AS SELECT key FROM one;
      ALTER VIEW one RENAME COLUMN key TO k;
      ALTER VIEW one RENAME TO first;
      DROP VIEW first CASCADE;
    `,
    facts: ['column public.a 1 id int4', 'column public.a 2 x int4', 'table public.a'],
  },
  {
    name: 'a replaced view depends on what it says now',
    sql: `
      CREATE TABLE a (id int, x int);
      CREATE TABLE b (id int);
      CREATE VIEW v AS SELECT id FROM a;
      CREATE OR REPLACE VIEW v AS SELECT id FROM b;
      CREATE VIEW v AS SELECT x FROM a;
      CREATE OR REPLACE VIEW a AS SELECT 1;
    `,
    facts: [
      'column public.a 1 id int4',
      'column public.a 2 x int4',
      'column public.b 1 id int4',
      'table public.a',
      'table public.b',
      'view public.v',
      'view public.v uses public.b id',
    ],
  },
  {
    name: 'materialized views have data and indexes',
    sql: `
      CREATE TABLE a (id int, x int);
      CREATE MATERIALIZED VIEW m AS SELECT id FROM a;
      CREATE MATERIALIZED VIEW n AS SELECT x FROM a WITH NO DATA;
      CREATE MATERIALIZED VIEW o AS SELECT x FROM a WITH NO DATA;
      CREATE UNIQUE INDEX ON m (id);
      CREATE INDEX i ON n (x);
      REFRESH MATERIALIZED VIEW o;
      DROP MATERIALIZED VIEW n;
      DROP VIEW m;
    `,
    facts: [
      'column public.a 1 id int4',
      'column public.a 2 x int4',
      'index public.m_id_idx on public.m btree unique (id)',
      'materialized view public.m',
      'materialized view public.o',
      'table public.a',
      'view public.m uses public.a id',
      'view public.o uses public.a x',
    ],
  },
  {
    name: 'a view moves to another schema',
    sql: `
      CREATE SCHEMA other;
      CREATE TABLE a (id int);
      CREATE VIEW v AS SELECT id FROM a;
      CREATE MATERIALIZED VIEW m AS SELECT id FROM v;
      CREATE INDEX i ON m (id);
      ALTER VIEW v SET SCHEMA other;
      ALTER MATERIALIZED VIEW m SET SCHEMA other;
    `,
    facts: [
      'column public.a 1 id int4',
      'index other.i on other.m btree (id)',
      'materialized view other.m',
      'schema other',
      'table public.a',
      'view other.m uses other.v id',
      'view other.v',
      'view other.v uses public.a id',
    ],
  },
  {
    name: 'joins, subqueries and common table expressions',
    sql: `
      CREATE TABLE a (id int, x int);
      CREATE TABLE b (id int, y int);
      CREATE VIEW v AS SELECT a.x FROM a JOIN b USING (id);
      CREATE VIEW u AS SELECT x FROM a WHERE id IN (SELECT id FROM b);
      CREATE VIEW t AS SELECT (SELECT max(y) FROM b WHERE b.id = a.id) AS m FROM a;
      CREATE VIEW s AS SELECT q.* FROM (SELECT x FROM a) q;
      CREATE VIEW r AS SELECT row_to_json(a) AS j FROM a;
    `,
    facts: [
      'column public.a 1 id int4',
      'column public.a 2 x int4',
      'column public.b 1 id int4',
      'column public.b 2 y int4',
      'table public.a',
      'table public.b',
      'view public.r',
      'view public.r uses public.a',
      'view public.s',
      'view public.s uses public.a x',
      'view public.t',
      'view public.t uses public.a id',
      'view public.t uses public.b id',
      'view public.t uses public.b y',
      'view public.u',
      'view public.u uses public.a id',
      'view public.u uses public.a x',
      'view public.u uses public.b id',
      'view public.v',
      'view public.v uses public.a id',
      'view public.v uses public.a x',
      'view public.v uses public.b id',
    ],
  },
  {
    name: 'a view grouped by a primary key',
    sql: `
      CREATE TABLE a (id int PRIMARY KEY, x int);
      CREATE VIEW v AS SELECT id, x FROM a GROUP BY id;
    `,
    facts: [
      'column public.a 1 id int4 not-null',
      'column public.a 2 x int4',
      'constraint public.a a_pkey primary-key (id) index public.a_pkey',
      'index public.a_pkey on public.a btree unique (id)',
      'table public.a',
      'view public.v',
      'view public.v uses public.a id',
      'view public.v uses public.a x',
    ],
  },
  {
    name: 'a view may name its columns itself',
    sql: `
      CREATE TABLE a (id int, x int);
      CREATE VIEW v (k) AS SELECT * FROM a;
      CREATE VIEW w AS SELECT k FROM v;
    `,
    facts: [
      'column public.a 1 id int4',
      'column public.a 2 x int4',
      'table public.a',
      'view public.v',
      'view public.v uses public.a id',
      'view public.v uses public.a x',
      'view public.w',
      'view public.w uses public.v k',
    ],
  },
];
