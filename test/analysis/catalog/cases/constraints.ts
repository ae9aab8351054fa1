import type { CatalogCase } from './case';

export const constraints: readonly CatalogCase[] = [
  {
    name: 'a foreign key without columns means the primary key',
    sql: `
      CREATE TABLE a (x int, y int, PRIMARY KEY (y, x));
      CREATE TABLE b (x int, y int, FOREIGN KEY (y, x) REFERENCES a ON DELETE SET NULL ON UPDATE RESTRICT);
    `,
    facts: [
      'column public.a 1 x int4 not-null',
      'column public.a 2 y int4 not-null',
      'column public.b 1 x int4',
      'column public.b 2 y int4',
      'constraint public.a a_pkey primary-key (y, x) index public.a_pkey',
      'constraint public.b b_y_x_fkey foreign-key (y, x) references public.a (y, x) set-null restrict',
      'index public.a_pkey on public.a btree unique (y, x)',
      'table public.a',
      'table public.b',
    ],
  },
  {
    name: 'constraints that are not valid yet',
    sql: `
      CREATE TABLE a (id int PRIMARY KEY, x int);
      ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (x) REFERENCES a NOT VALID, ADD CONSTRAINT c CHECK (x > 0) NOT VALID, ADD CONSTRAINT d CHECK (x > 1) NOT VALID;
      ALTER TABLE a VALIDATE CONSTRAINT f;
      ALTER TABLE a VALIDATE CONSTRAINT c;
    `,
    facts: [
      'column public.a 1 id int4 not-null',
      'column public.a 2 x int4',
      'constraint public.a a_pkey primary-key (id) index public.a_pkey',
      'constraint public.a c check',
      'constraint public.a d check not-valid',
      'constraint public.a f foreign-key (x) references public.a (id) no-action no-action',
      'index public.a_pkey on public.a btree unique (id)',
      'table public.a',
    ],
  },
  {
    name: 'a second primary key is refused',
    sql: `
      CREATE TABLE a (id int PRIMARY KEY, x int);
      ALTER TABLE a ADD PRIMARY KEY (x);
    `,
    facts: [
      'column public.a 1 id int4 not-null',
      'column public.a 2 x int4',
      'constraint public.a a_pkey primary-key (id) index public.a_pkey',
      'index public.a_pkey on public.a btree unique (id)',
      'table public.a',
    ],
  },
  {
    name: 'a constraint takes over an index and gives it its name',
    sql: `
      CREATE TABLE a (id int NOT NULL, x int, y int);
      CREATE UNIQUE INDEX one ON a (id);
      CREATE UNIQUE INDEX two ON a (x);
      ALTER TABLE a ADD CONSTRAINT a_pkey PRIMARY KEY USING INDEX one;
      ALTER TABLE a ADD UNIQUE USING INDEX two;
    `,
    facts: [
      'column public.a 1 id int4 not-null',
      'column public.a 2 x int4',
      'column public.a 3 y int4',
      'constraint public.a a_pkey primary-key (id) index public.a_pkey',
      'constraint public.a two unique (x) index public.two',
      'index public.a_pkey on public.a btree unique (id)',
      'index public.two on public.a btree unique (x)',
      'table public.a',
    ],
  },
  {
    name: 'an exclusion constraint has an index',
    sql: `
      CREATE TABLE a (during tsrange, EXCLUDE USING gist (during WITH &&));
    `,
    facts: [
      'column public.a 1 during tsrange',
      'constraint public.a a_during_excl exclusion (during) index public.a_during_excl',
      'index public.a_during_excl on public.a gist (during)',
      'table public.a',
    ],
  },
  {
    name: 'a constraint and its index share their name',
    sql: `
      CREATE TABLE a (id int PRIMARY KEY, x int UNIQUE, y int CHECK (y > 0));
      ALTER TABLE a RENAME CONSTRAINT a_pkey TO key;
      ALTER INDEX a_x_key RENAME TO x_unique;
      ALTER TABLE a RENAME CONSTRAINT a_y_check TO positive;
    `,
    facts: [
      'column public.a 1 id int4 not-null',
      'column public.a 2 x int4',
      'column public.a 3 y int4',
      'constraint public.a key primary-key (id) index public.key',
      'constraint public.a positive check',
      'constraint public.a x_unique unique (x) index public.x_unique',
      'index public.key on public.a btree unique (id)',
      'index public.x_unique on public.a btree unique (x)',
      'table public.a',
    ],
  },
  {
    name: 'a dropped key takes along the foreign keys that rely on it',
    sql: `
      CREATE TABLE a (id int PRIMARY KEY, x int UNIQUE);
      CREATE TABLE b (id int REFERENCES a, x int REFERENCES a (x));
      ALTER TABLE a DROP CONSTRAINT a_pkey CASCADE;
      ALTER TABLE a DROP CONSTRAINT IF EXISTS nothing;
    `,
    facts: [
      'column public.a 1 id int4 not-null',
      'column public.a 2 x int4',
      'column public.b 1 id int4',
      'column public.b 2 x int4',
      'constraint public.a a_x_key unique (x) index public.a_x_key',
      'constraint public.b b_x_fkey foreign-key (x) references public.a (x) no-action no-action',
      'index public.a_x_key on public.a btree unique (x)',
      'table public.a',
      'table public.b',
    ],
  },
  {
    name: 'the columns of a dropped primary key stay NOT NULL',
    sql: `
      CREATE TABLE a (id int PRIMARY KEY, x int CHECK (x > 0) UNIQUE);
      ALTER TABLE a DROP CONSTRAINT a_pkey, DROP CONSTRAINT a_x_key, DROP CONSTRAINT a_x_check;
    `,
    facts: ['column public.a 1 id int4 not-null', 'column public.a 2 x int4', 'table public.a'],
  },
  {
    name: 'checks are named after their column where they have just one',
    sql: `
      CREATE TABLE a (x int, y int, CHECK (x > 0), CHECK (x < 9), CHECK (x < y), CHECK (x <> y), CHECK (true));
    `,
    facts: [
      'column public.a 1 x int4',
      'column public.a 2 y int4',
      'constraint public.a a_check check',
      'constraint public.a a_check1 check',
      'constraint public.a a_check2 check',
      'constraint public.a a_x_check check',
      'constraint public.a a_x_check1 check',
      'table public.a',
    ],
  },
  {
    name: 'foreign keys are named after their columns, with a number where the name is taken',
    sql: `
      CREATE TABLE a (x int, y int, PRIMARY KEY (x, y));
      CREATE TABLE b (x int, y int, FOREIGN KEY (x, y) REFERENCES a, FOREIGN KEY (x, y) REFERENCES a);
    `,
    facts: [
      'column public.a 1 x int4 not-null',
      'column public.a 2 y int4 not-null',
      'column public.b 1 x int4',
      'column public.b 2 y int4',
      'constraint public.a a_pkey primary-key (x, y) index public.a_pkey',
      'constraint public.b b_x_y_fkey foreign-key (x, y) references public.a (x, y) no-action no-action',
      'constraint public.b b_x_y_fkey1 foreign-key (x, y) references public.a (x, y) no-action no-action',
      'index public.a_pkey on public.a btree unique (x, y)',
      'table public.a',
      'table public.b',
    ],
  },
  {
    name: 'long names are cut in the longer half, never inside a character',
    sql: `
      CREATE TABLE "a_table_whose_name_is_so_long_that_nothing_else_fits_beside_it" (id serial PRIMARY KEY, "a_column_whose_name_is_also_much_too_long_to_fit" int UNIQUE, "ü" int CHECK ("ü" > 0));
      CREATE TABLE "Übergrößenträgerüberprüfungsstellenverzeichnis" ("Größenüberschreitungsüberprüfung" int UNIQUE, id serial);
      CREATE INDEX ON "Übergrößenträgerüberprüfungsstellenverzeichnis" ("Größenüberschreitungsüberprüfung", id);
    `,
    facts: [
      'column public.a_table_whose_name_is_so_long_that_nothing_else_fits_beside_it 1 id int4 not-null default',
      'column public.a_table_whose_name_is_so_long_that_nothing_else_fits_beside_it 2 a_column_whose_name_is_also_much_too_long_to_fit int4',
      'column public.a_table_whose_name_is_so_long_that_nothing_else_fits_beside_it 3 ü int4',
      'column public.Übergrößenträgerüberprüfungsstellenverzeichnis 1 Größenüberschreitungsüberprüfung int4',
      'column public.Übergrößenträgerüberprüfungsstellenverzeichnis 2 id int4 not-null default',
      'constraint public.a_table_whose_name_is_so_long_that_nothing_else_fits_beside_it a_table_whose_name_is_so_long_a_column_whose_name_is_also_m_key unique (a_column_whose_name_is_also_much_too_long_to_fit) index public.a_table_whose_name_is_so_long_a_column_whose_name_is_also_m_key',
      'constraint public.a_table_whose_name_is_so_long_that_nothing_else_fits_beside_it a_table_whose_name_is_so_long_that_nothing_else_fits_b_ü_check check',
      'constraint public.a_table_whose_name_is_so_long_that_nothing_else_fits_beside_it a_table_whose_name_is_so_long_that_nothing_else_fits_besid_pkey primary-key (id) index public.a_table_whose_name_is_so_long_that_nothing_else_fits_besid_pkey',
      'constraint public.Übergrößenträgerüberprüfungsstellenverzeichnis Übergrößenträgerüberprü_Größenüberschreitungsüber_key unique (Größenüberschreitungsüberprüfung) index public.Übergrößenträgerüberprü_Größenüberschreitungsüber_key',
      'index public.a_table_whose_name_is_so_long_a_column_whose_name_is_also_m_key on public.a_table_whose_name_is_so_long_that_nothing_else_fits_beside_it btree unique (a_column_whose_name_is_also_much_too_long_to_fit)',
      'index public.a_table_whose_name_is_so_long_that_nothing_else_fits_besid_pkey on public.a_table_whose_name_is_so_long_that_nothing_else_fits_beside_it btree unique (id)',
      'index public.Übergrößenträgerüberprü_Größenüberschreitungsüber_idx on public.Übergrößenträgerüberprüfungsstellenverzeichnis btree (Größenüberschreitungsüberprüfung, id)',
      'index public.Übergrößenträgerüberprü_Größenüberschreitungsüber_key on public.Übergrößenträgerüberprüfungsstellenverzeichnis btree unique (Größenüberschreitungsüberprüfung)',
      'sequence public.a_table_whose_name_is_so_long_that_nothing_else_fits_bes_id_seq owned by public.a_table_whose_name_is_so_long_that_nothing_else_fits_beside_it id',
      'sequence public.Übergrößenträgerüberprüfungsstellenverzeichnis_id_seq owned by public.Übergrößenträgerüberprüfungsstellenverzeichnis id',
      'table public.a_table_whose_name_is_so_long_that_nothing_else_fits_beside_it',
      'table public.Übergrößenträgerüberprüfungsstellenverzeichnis',
    ],
  },
  {
    name: 'a constraint may carry more columns',
    sql: `
      CREATE TABLE a (x int, y int, UNIQUE (x) INCLUDE (y));
    `,
    facts: [
      'column public.a 1 x int4',
      'column public.a 2 y int4',
      'constraint public.a a_x_y_key unique (x) index public.a_x_y_key',
      'index public.a_x_y_key on public.a btree unique (x, y)',
      'table public.a',
    ],
  },
  {
    name: 'a chosen name gives way to constraints that have it',
    sql: `
      CREATE TABLE a (x int CONSTRAINT b_x_check CHECK (x > 0));
      CREATE TABLE b (x int CHECK (x > 0), y int CONSTRAINT c_x_key CHECK (y > 0));
      CREATE TABLE c (x int UNIQUE);
    `,
    facts: [
      'column public.a 1 x int4',
      'column public.b 1 x int4',
      'column public.b 2 y int4',
      'column public.c 1 x int4',
      'constraint public.a b_x_check check',
      'constraint public.b b_x_check1 check',
      'constraint public.b c_x_key check',
      'constraint public.c c_x_key1 unique (x) index public.c_x_key1',
      'index public.c_x_key1 on public.c btree unique (x)',
      'table public.a',
      'table public.b',
      'table public.c',
    ],
  },
  {
    name: 'the same unique constraint several times is one',
    sql: `
      CREATE TABLE a (x int UNIQUE, UNIQUE (x), CONSTRAINT u UNIQUE (x));
    `,
    facts: [
      'column public.a 1 x int4',
      'constraint public.a u unique (x) index public.u',
      'index public.u on public.a btree unique (x)',
      'table public.a',
    ],
  },
  {
    name: 'foreign keys over the same columns in another order',
    sql: `
      CREATE TABLE a (x int, y int, UNIQUE (x, y), UNIQUE (y, x));
      CREATE TABLE b (x int, y int);
      ALTER TABLE b ADD FOREIGN KEY (x, y) REFERENCES a (x, y), ADD FOREIGN KEY (y, x) REFERENCES a (y, x);
    `,
    facts: [
      'column public.a 1 x int4',
      'column public.a 2 y int4',
      'column public.b 1 x int4',
      'column public.b 2 y int4',
      'constraint public.a a_x_y_key unique (x, y) index public.a_x_y_key',
      'constraint public.a a_y_x_key unique (y, x) index public.a_y_x_key',
      'constraint public.b b_x_y_fkey foreign-key (x, y) references public.a (x, y) no-action no-action',
      'constraint public.b b_y_x_fkey foreign-key (y, x) references public.a (y, x) no-action no-action',
      'index public.a_x_y_key on public.a btree unique (x, y)',
      'index public.a_y_x_key on public.a btree unique (y, x)',
      'table public.a',
      'table public.b',
    ],
  },
];
