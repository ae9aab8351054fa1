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
];
