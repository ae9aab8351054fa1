import type { CatalogCase } from './case';

export const partitions: readonly CatalogCase[] = [
  {
    name: 'a partition gets columns, keys, indexes, checks and foreign keys of its parent',
    sql: `
      CREATE TABLE r (id int PRIMARY KEY);
      CREATE TABLE p (id int, at date NOT NULL DEFAULT now(), r int REFERENCES r, CHECK (id > 0), PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
      CREATE INDEX ON p (r);
      CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
      CREATE TABLE p2 PARTITION OF p DEFAULT;
    `,
    facts: [
      'column public.p 1 id int4 not-null',
      'column public.p 2 at date not-null default',
      'column public.p 3 r int4',
      'column public.p1 1 id int4 not-null',
      'column public.p1 2 at date not-null default',
      'column public.p1 3 r int4',
      'column public.p2 1 id int4 not-null',
      'column public.p2 2 at date not-null default',
      'column public.p2 3 r int4',
      'column public.r 1 id int4 not-null',
      'constraint public.p p_id_check check',
      'constraint public.p p_pkey primary-key (id, at) index public.p_pkey',
      'constraint public.p p_r_fkey foreign-key (r) references public.r (id) no-action no-action',
      'constraint public.p1 p1_pkey primary-key (id, at) index public.p1_pkey',
      'constraint public.p1 p_id_check check',
      'constraint public.p1 p_r_fkey foreign-key (r) references public.r (id) no-action no-action',
      'constraint public.p2 p2_pkey primary-key (id, at) index public.p2_pkey',
      'constraint public.p2 p_id_check check',
      'constraint public.p2 p_r_fkey foreign-key (r) references public.r (id) no-action no-action',
      'constraint public.r r_pkey primary-key (id) index public.r_pkey',
      'index public.p1_pkey on public.p1 btree unique (id, at) part of public.p_pkey',
      'index public.p1_r_idx on public.p1 btree (r) part of public.p_r_idx',
      'index public.p2_pkey on public.p2 btree unique (id, at) part of public.p_pkey',
      'index public.p2_r_idx on public.p2 btree (r) part of public.p_r_idx',
      'index public.p_pkey on public.p btree unique (id, at)',
      'index public.p_r_idx on public.p btree (r)',
      'index public.r_pkey on public.r btree unique (id)',
      'table public.p partitioned',
      'table public.p1 part of public.p',
      'table public.p2 part of public.p',
      'table public.r',
    ],
  },
  {
    name: 'changes of the parent reach the partitions',
    sql: `
      CREATE TABLE p (id int, x int, y int) PARTITION BY LIST (id);
      CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
      ALTER TABLE p ADD COLUMN z text NOT NULL DEFAULT 'x';
      ALTER TABLE p RENAME COLUMN x TO xx;
      ALTER TABLE p ALTER COLUMN y TYPE bigint;
      ALTER TABLE p ADD UNIQUE (id, xx);
      ALTER TABLE p ADD CONSTRAINT positive CHECK (xx > 0);
      CREATE INDEX ON p (y);
      CREATE INDEX z_index ON p (z);
    `,
    facts: [
      'column public.p 1 id int4',
      'column public.p 2 xx int4',
      'column public.p 3 y int8',
      'column public.p 4 z text not-null default',
      'column public.p1 1 id int4',
      'column public.p1 2 xx int4',
      'column public.p1 3 y int8',
      'column public.p1 4 z text not-null default',
      'constraint public.p p_id_xx_key unique (id, xx) index public.p_id_xx_key',
      'constraint public.p positive check',
      'constraint public.p1 p1_id_xx_key unique (id, xx) index public.p1_id_xx_key',
      'constraint public.p1 positive check',
      'index public.p1_id_xx_key on public.p1 btree unique (id, xx) part of public.p_id_xx_key',
      'index public.p1_y_idx on public.p1 btree (y) part of public.p_y_idx',
      'index public.p1_z_idx on public.p1 btree (z) part of public.z_index',
      'index public.p_id_xx_key on public.p btree unique (id, xx)',
      'index public.p_y_idx on public.p btree (y)',
      'index public.z_index on public.p btree (z)',
      'table public.p partitioned',
      'table public.p1 part of public.p',
    ],
  },
  {
    name: 'what the parent loses the partitions lose',
    sql: `
      CREATE TABLE r (id int PRIMARY KEY);
      CREATE TABLE p (id int PRIMARY KEY, x int REFERENCES r, y int CONSTRAINT c CHECK (y > 0)) PARTITION BY HASH (id);
      CREATE INDEX i ON p (y);
      CREATE INDEX j ON p (x);
      CREATE TABLE p1 PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 0);
      DROP INDEX i;
      ALTER TABLE p DROP CONSTRAINT p_pkey, DROP CONSTRAINT c, DROP CONSTRAINT p_x_fkey;
      ALTER TABLE p DROP COLUMN x;
    `,
    facts: [
      'column public.p 1 id int4 not-null',
      'column public.p 2 y int4',
      'column public.p1 1 id int4 not-null',
      'column public.p1 2 y int4',
      'column public.r 1 id int4 not-null',
      'constraint public.r r_pkey primary-key (id) index public.r_pkey',
      'index public.r_pkey on public.r btree unique (id)',
      'table public.p partitioned',
      'table public.p1 part of public.p',
      'table public.r',
    ],
  },
  {
    name: 'partitions of partitions',
    sql: `
      CREATE TABLE p (id int, at int) PARTITION BY LIST (id);
      CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1) PARTITION BY RANGE (at);
      CREATE TABLE p1a PARTITION OF p1 FOR VALUES FROM (0) TO (10);
      CREATE INDEX i ON p (at);
      ALTER TABLE p ADD COLUMN x int;
    `,
    facts: [
      'column public.p 1 id int4',
      'column public.p 2 at int4',
      'column public.p 3 x int4',
      'column public.p1 1 id int4',
      'column public.p1 2 at int4',
      'column public.p1 3 x int4',
      'column public.p1a 1 id int4',
      'column public.p1a 2 at int4',
      'column public.p1a 3 x int4',
      'index public.i on public.p btree (at)',
      'index public.p1_at_idx on public.p1 btree (at) part of public.i',
      'index public.p1a_at_idx on public.p1a btree (at) part of public.p1_at_idx',
      'table public.p partitioned',
      'table public.p1 partitioned part of public.p',
      'table public.p1a part of public.p1',
    ],
  },
  {
    name: 'a dropped parent takes its partitions along',
    sql: `
      CREATE TABLE p (id int) PARTITION BY LIST (id);
      CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
      CREATE TABLE other (id int);
      DROP TABLE p;
    `,
    facts: ['column public.other 1 id int4', 'table public.other'],
  },
  {
    name: 'an attached table contributes its own indexes',
    sql: `
      CREATE TABLE p (id int NOT NULL, x int, y int) PARTITION BY LIST (id);
      CREATE INDEX p_x ON p (x);
      CREATE INDEX p_y ON p (y);
      ALTER TABLE p ADD PRIMARY KEY (id);
      CREATE TABLE a (id int NOT NULL, x int, y int);
      CREATE INDEX a_own_x ON a (x);
      ALTER TABLE p ATTACH PARTITION a FOR VALUES IN (1);
    `,
    facts: [
      'column public.a 1 id int4 not-null',
      'column public.a 2 x int4',
      'column public.a 3 y int4',
      'column public.p 1 id int4 not-null',
      'column public.p 2 x int4',
      'column public.p 3 y int4',
      'constraint public.a a_pkey primary-key (id) index public.a_pkey',
      'constraint public.p p_pkey primary-key (id) index public.p_pkey',
      'index public.a_own_x on public.a btree (x) part of public.p_x',
      'index public.a_pkey on public.a btree unique (id) part of public.p_pkey',
      'index public.a_y_idx on public.a btree (y) part of public.p_y',
      'index public.p_pkey on public.p btree unique (id)',
      'index public.p_x on public.p btree (x)',
      'index public.p_y on public.p btree (y)',
      'table public.a part of public.p',
      'table public.p partitioned',
    ],
  },
  {
    name: 'a detached partition keeps everything',
    sql: `
      CREATE TABLE p (id int PRIMARY KEY, x int) PARTITION BY LIST (id);
      CREATE INDEX ON p (x);
      CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
      ALTER TABLE p DETACH PARTITION p1;
      ALTER TABLE p ADD COLUMN y int;
    `,
    facts: [
      'column public.p 1 id int4 not-null',
      'column public.p 2 x int4',
      'column public.p 3 y int4',
      'column public.p1 1 id int4 not-null',
      'column public.p1 2 x int4',
      'constraint public.p p_pkey primary-key (id) index public.p_pkey',
      'constraint public.p1 p1_pkey primary-key (id) index public.p1_pkey',
      'index public.p1_pkey on public.p1 btree unique (id)',
      'index public.p1_x_idx on public.p1 btree (x)',
      'index public.p_pkey on public.p btree unique (id)',
      'index public.p_x_idx on public.p btree (x)',
      'table public.p partitioned',
      'table public.p1',
    ],
  },
  {
    name: `an index ON ONLY the parent is valid once every partition's is attached`,
    sql: `
      CREATE TABLE p (id int, x int) PARTITION BY LIST (id);
      CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
      CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);
      CREATE INDEX whole ON ONLY p (x);
      CREATE INDEX waiting ON ONLY p (id);
      CREATE INDEX p1_x ON p1 (x);
      CREATE INDEX p2_x ON p2 (x);
      CREATE INDEX p1_id ON p1 (id);
      ALTER INDEX whole ATTACH PARTITION p1_x;
      ALTER INDEX whole ATTACH PARTITION p2_x;
      ALTER INDEX waiting ATTACH PARTITION p1_id;
    `,
    facts: [
      'column public.p 1 id int4',
      'column public.p 2 x int4',
      'column public.p1 1 id int4',
      'column public.p1 2 x int4',
      'column public.p2 1 id int4',
      'column public.p2 2 x int4',
      'index public.p1_id on public.p1 btree (id) part of public.waiting',
      'index public.p1_x on public.p1 btree (x) part of public.whole',
      'index public.p2_x on public.p2 btree (x) part of public.whole',
      'index public.waiting on public.p btree (id) invalid',
      'index public.whole on public.p btree (x)',
      'table public.p partitioned',
      'table public.p1 part of public.p',
      'table public.p2 part of public.p',
    ],
  },
  {
    name: 'a renamed constraint of a partitioned table',
    sql: `
      CREATE TABLE p (id int PRIMARY KEY, x int CONSTRAINT c CHECK (x > 0)) PARTITION BY LIST (id);
      CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
      CREATE INDEX i ON p (x);
      ALTER TABLE p RENAME CONSTRAINT p_pkey TO key;
      ALTER TABLE p RENAME CONSTRAINT c TO d;
      ALTER INDEX i RENAME TO j;
      ALTER TABLE p RENAME TO q;
    `,
    facts: [
      'column public.p1 1 id int4 not-null',
      'column public.p1 2 x int4',
      'column public.q 1 id int4 not-null',
      'column public.q 2 x int4',
      'constraint public.p1 d check',
      'constraint public.p1 p1_pkey primary-key (id) index public.p1_pkey',
      'constraint public.q d check',
      'constraint public.q key primary-key (id) index public.key',
      'index public.j on public.q btree (x)',
      'index public.key on public.q btree unique (id)',
      'index public.p1_pkey on public.p1 btree unique (id) part of public.key',
      'index public.p1_x_idx on public.p1 btree (x) part of public.j',
      'table public.p1 part of public.q',
      'table public.q partitioned',
    ],
  },
  {
    name: 'partitions stay in their schema',
    sql: `
      CREATE SCHEMA other;
      CREATE TABLE p (id int PRIMARY KEY) PARTITION BY LIST (id);
      CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
      ALTER TABLE p SET SCHEMA other;
    `,
    facts: [
      'column other.p 1 id int4 not-null',
      'column public.p1 1 id int4 not-null',
      'constraint other.p p_pkey primary-key (id) index other.p_pkey',
      'constraint public.p1 p1_pkey primary-key (id) index public.p1_pkey',
      'index other.p_pkey on other.p btree unique (id)',
      'index public.p1_pkey on public.p1 btree unique (id) part of other.p_pkey',
      'schema other',
      'table other.p partitioned',
      'table public.p1 part of other.p',
    ],
  },
  {
    name: 'an attached table contributes its own keys',
    sql: `
      CREATE TABLE r (id int PRIMARY KEY);
      CREATE TABLE p (id int NOT NULL, r int REFERENCES r, CONSTRAINT c CHECK (id > 0)) PARTITION BY LIST (id);
      CREATE TABLE a (id int NOT NULL, r int REFERENCES r, CONSTRAINT c CHECK (id > 0));
      CREATE TABLE b (id int NOT NULL, r int, CONSTRAINT c CHECK (id > 0));
      ALTER TABLE p ATTACH PARTITION a FOR VALUES IN (1);
      ALTER TABLE p ATTACH PARTITION b FOR VALUES IN (2);
      ALTER TABLE p ADD CONSTRAINT u UNIQUE (id);
    `,
    facts: [
      'column public.a 1 id int4 not-null',
      'column public.a 2 r int4',
      'column public.b 1 id int4 not-null',
      'column public.b 2 r int4',
      'column public.p 1 id int4 not-null',
      'column public.p 2 r int4',
      'column public.r 1 id int4 not-null',
      'constraint public.a a_id_key unique (id) index public.a_id_key',
      'constraint public.a a_r_fkey foreign-key (r) references public.r (id) no-action no-action',
      'constraint public.a c check',
      'constraint public.b b_id_key unique (id) index public.b_id_key',
      'constraint public.b c check',
      'constraint public.b p_r_fkey foreign-key (r) references public.r (id) no-action no-action',
      'constraint public.p c check',
      'constraint public.p p_r_fkey foreign-key (r) references public.r (id) no-action no-action',
      'constraint public.p u unique (id) index public.u',
      'constraint public.r r_pkey primary-key (id) index public.r_pkey',
      'index public.a_id_key on public.a btree unique (id) part of public.u',
      'index public.b_id_key on public.b btree unique (id) part of public.u',
      'index public.r_pkey on public.r btree unique (id)',
      'index public.u on public.p btree unique (id)',
      'table public.a part of public.p',
      'table public.b part of public.p',
      'table public.p partitioned',
      'table public.r',
    ],
  },
  {
    name: 'a foreign key to a partitioned table is one constraint',
    sql: `
      CREATE TABLE p (id int PRIMARY KEY) PARTITION BY LIST (id);
      CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
      CREATE TABLE f (p int REFERENCES p);
      CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);
      ALTER TABLE f DROP CONSTRAINT f_p_fkey;
    `,
    facts: [
      'column public.f 1 p int4',
      'column public.p 1 id int4 not-null',
      'column public.p1 1 id int4 not-null',
      'column public.p2 1 id int4 not-null',
      'constraint public.p p_pkey primary-key (id) index public.p_pkey',
      'constraint public.p1 p1_pkey primary-key (id) index public.p1_pkey',
      'constraint public.p2 p2_pkey primary-key (id) index public.p2_pkey',
      'index public.p1_pkey on public.p1 btree unique (id) part of public.p_pkey',
      'index public.p2_pkey on public.p2 btree unique (id) part of public.p_pkey',
      'index public.p_pkey on public.p btree unique (id)',
      'table public.f',
      'table public.p partitioned',
      'table public.p1 part of public.p',
      'table public.p2 part of public.p',
    ],
  },
  {
    name: 'a partition may have options of its own',
    sql: `
      CREATE TABLE p (id int, x int DEFAULT 1, s serial) PARTITION BY LIST (id);
      CREATE TABLE p1 PARTITION OF p (x DEFAULT 2, CONSTRAINT own CHECK (x > 0), PRIMARY KEY (id)) FOR VALUES IN (1);
    `,
    facts: [
      'column public.p 1 id int4',
      'column public.p 2 x int4 default',
      'column public.p 3 s int4 not-null default',
      'column public.p1 1 id int4 not-null',
      'column public.p1 2 x int4 default',
      'column public.p1 3 s int4 not-null default',
      'constraint public.p1 own check',
      'constraint public.p1 p1_pkey primary-key (id) index public.p1_pkey',
      'index public.p1_pkey on public.p1 btree unique (id)',
      'sequence public.p_s_seq owned by public.p s',
      'table public.p partitioned',
      'table public.p1 part of public.p',
    ],
  },
  {
    name: 'a partition is dropped by itself',
    sql: `
      CREATE TABLE p (id int PRIMARY KEY) PARTITION BY LIST (id);
      CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
      DROP TABLE p1;
    `,
    facts: [
      'column public.p 1 id int4 not-null',
      'constraint public.p p_pkey primary-key (id) index public.p_pkey',
      'index public.p_pkey on public.p btree unique (id)',
      'table public.p partitioned',
    ],
  },
  {
    name: 'columns of partitions change with their parent',
    sql: `
      CREATE TABLE p (id int, x int NOT NULL) PARTITION BY LIST (id);
      CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
      ALTER TABLE p ALTER x DROP NOT NULL, ALTER x SET DEFAULT 5;
    `,
    facts: [
      'column public.p 1 id int4',
      'column public.p 2 x int4 default',
      'column public.p1 1 id int4',
      'column public.p1 2 x int4 default',
      'table public.p partitioned',
      'table public.p1 part of public.p',
    ],
  },
  {
    name: 'a trigger for each row stands on the partitions too',
    sql: `
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TABLE p (id int) PARTITION BY LIST (id);
      CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
      CREATE TRIGGER t AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();
    `,
    facts: [
      'column public.p 1 id int4',
      'column public.p1 1 id int4',
      'function public.f 1 volatile',
      'table public.p partitioned',
      'table public.p1 part of public.p',
      'trigger public.p t calls public.f',
      'trigger public.p1 t calls public.f',
    ],
  },
];
