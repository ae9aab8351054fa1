import type { CatalogCase } from './case';

export const indexes: readonly CatalogCase[] = [
  {
    name: 'names that the server chooses',
    sql: `
      CREATE TABLE a (x int, y int, t text);
      CREATE INDEX ON a (x);
      CREATE INDEX ON a (x, y);
      CREATE UNIQUE INDEX ON a (x);
      CREATE INDEX ON a (lower(t));
      CREATE INDEX ON a ((x + y));
      CREATE INDEX ON a ((x + y), (x - y));
      CREATE INDEX ON a (x) INCLUDE (y);
      CREATE INDEX ON a (coalesce(t, 'x'), (t::varchar));
    `,
    facts: [
      'column public.a 1 x int4',
      'column public.a 2 y int4',
      'column public.a 3 t text',
      'index public.a_coalesce_t_idx on public.a btree (expression, expression)',
      'index public.a_expr_expr1_idx on public.a btree (expression, expression)',
      'index public.a_expr_idx on public.a btree (expression)',
      'index public.a_lower_idx on public.a btree (expression)',
      'index public.a_x_idx on public.a btree (x)',
      'index public.a_x_idx1 on public.a btree unique (x)',
      'index public.a_x_y_idx on public.a btree (x, y)',
      'index public.a_x_y_idx1 on public.a btree (x, y)',
      'table public.a',
    ],
  },
  {
    name: 'methods, order and predicates',
    sql: `
      CREATE TABLE a (x int, j jsonb, t text);
      CREATE INDEX one ON a (x DESC, t);
      CREATE INDEX two ON a USING gin (j);
      CREATE INDEX three ON a USING hash (t);
      CREATE INDEX four ON a USING brin (x);
      CREATE UNIQUE INDEX five ON a (x) WHERE t IS NOT NULL;
    `,
    facts: [
      'column public.a 1 x int4',
      'column public.a 2 j jsonb',
      'column public.a 3 t text',
      'index public.five on public.a btree unique (x) partial',
      'index public.four on public.a brin (x)',
      'index public.one on public.a btree (x desc, t)',
      'index public.three on public.a hash (t)',
      'index public.two on public.a gin (j)',
      'table public.a',
    ],
  },
  {
    name: 'an index on a column that is not there is refused',
    sql: `
      CREATE TABLE a (x int);
      CREATE INDEX ON a (y);
    `,
    facts: ['column public.a 1 x int4', 'table public.a'],
  },
  {
    name: 'IF NOT EXISTS, CONCURRENTLY, DROP IF EXISTS',
    sql: `
      CREATE TABLE a (x int, y int);
      CREATE INDEX i ON a (x);
      CREATE INDEX IF NOT EXISTS i ON a (y);
      CREATE INDEX CONCURRENTLY j ON a (y);
      DROP INDEX CONCURRENTLY IF EXISTS j;
      DROP INDEX IF EXISTS k;
    `,
    facts: ['column public.a 1 x int4', 'column public.a 2 y int4', 'index public.i on public.a btree (x)', 'table public.a'],
  },
  {
    name: 'an index that holds a constraint is not dropped by itself',
    sql: `
      CREATE TABLE a (id int PRIMARY KEY);
      DROP INDEX a_pkey;
    `,
    facts: [
      'column public.a 1 id int4 not-null',
      'constraint public.a a_pkey primary-key (id) index public.a_pkey',
      'index public.a_pkey on public.a btree unique (id)',
      'table public.a',
    ],
  },
  {
    name: 'a foreign key may rely on a plain unique index',
    sql: `
      CREATE TABLE a (x int, y int);
      CREATE UNIQUE INDEX i ON a (x);
      CREATE TABLE b (x int REFERENCES a (x));
      DROP INDEX i CASCADE;
    `,
    facts: ['column public.a 1 x int4', 'column public.a 2 y int4', 'column public.b 1 x int4', 'table public.a', 'table public.b'],
  },
  {
    name: 'an index stands in the schema of its table',
    sql: `
      CREATE SCHEMA other;
      CREATE TABLE other.a (x int);
      CREATE INDEX i ON other.a (x);
      ALTER INDEX other.i RENAME TO j;
      DROP INDEX i;
    `,
    facts: ['column other.a 1 x int4', 'index other.j on other.a btree (x)', 'schema other', 'table other.a'],
  },
  {
    name: 'a chosen name gives way to relations that have it',
    sql: `
      CREATE TABLE a (x int);
      CREATE TABLE a_x_idx (y int);
      CREATE INDEX ON a (x);
      CREATE TABLE b_pkey (y int);
      CREATE TABLE b (id int PRIMARY KEY);
      CREATE TABLE c (id serial);
      CREATE TABLE d_id_seq (y int);
      CREATE TABLE d (id serial);
    `,
    facts: [
      'column public.a 1 x int4',
      'column public.a_x_idx 1 y int4',
      'column public.b 1 id int4 not-null',
      'column public.b_pkey 1 y int4',
      'column public.c 1 id int4 not-null default',
      'column public.d 1 id int4 not-null default',
      'column public.d_id_seq 1 y int4',
      'constraint public.b b_pkey1 primary-key (id) index public.b_pkey1',
      'index public.a_x_idx1 on public.a btree (x)',
      'index public.b_pkey1 on public.b btree unique (id)',
      'sequence public.c_id_seq owned by public.c id',
      'sequence public.d_id_seq1 owned by public.d id',
      'table public.a',
      'table public.a_x_idx',
      'table public.b',
      'table public.b_pkey',
      'table public.c',
      'table public.d',
      'table public.d_id_seq',
    ],
  },
];
