import type { Evidence } from '../evidence';

const change = (column: string, type: string) => `ALTER TABLE t ALTER COLUMN ${column} TYPE ${type}`;

export const typeChanges: Evidence = {
  subject: 'ALTER COLUMN TYPE',
  setup: `
    CREATE EXTENSION citext;
    CREATE TYPE color AS ENUM ('1', '2');
    CREATE TYPE shade AS ENUM ('1', '2');
    CREATE DOMAIN plain AS int;
    CREATE DOMAIN positive AS int CHECK (VALUE > 0);
    CREATE DOMAIN words AS text;
    CREATE TABLE t (id int PRIMARY KEY, v varchar(10), vn varchar, x text, c char(5), n numeric(8, 2), nn numeric, s smallint, i int,
      b bigint, r real, d date, ti time(3), ts timestamp(3), tsn timestamp, tz timestamptz, tz3 timestamptz(3), ci cidr, ip inet,
      vb varbit(4), bi bit(4), j json, jb jsonb, u uuid, e color, ct citext, pl plain, w words, va varchar(5)[], xa text[], bo boolean,
      iv interval(3));
    CREATE INDEX t_v ON t (v);
    CREATE INDEX t_x ON t (x);
    CREATE INDEX t_i ON t (i);
    CREATE INDEX t_ts ON t (ts);
    CREATE INDEX t_tz ON t (tz, id);
    CREATE INDEX t_n ON t (n);
    CREATE INDEX t_inc ON t (b) INCLUDE (vn);
    CREATE INDEX t_ct ON t (ct);
    INSERT INTO t (id, v, vn, x, c, n, nn, s, i, b, r, d, ti, ts, tsn, tz, tz3, ci, ip, vb, bi, j, jb, u, e, ct, pl, w, va, xa, bo, iv)
    VALUES (1, '1', '1', '1', '1', 1, 1, 1, 1, 1, 1, '2020-01-01', '10:00', '2020-01-01', '2020-01-01', '2020-01-01', '2020-01-01', '10.0.0.0/8',
      '10.0.0.1', B'1010', B'1010', '1', '1', '00000000-0000-0000-0000-000000000001', '1', '1', 1, '1', '{a}', '{a}', true, '1 hour');
  `,
  statements: [
    change('i', 'serial'),
    change('i', 'bigserial'),
    change('b', 'serial4'),
    change('v', 'varchar(10)'),
    change('v', 'varchar(20)'),
    change('v', 'varchar'),
    change('v', 'text'),
    change('v', 'text USING v'),
    change('v', 'text USING v::text'),
    change('v', 'varchar(5)'),
    change('v', 'varchar(20) USING upper(v)'),
    change('vn', 'text'),
    change('vn', 'varchar(3)'),
    change('x', 'varchar'),
    change('x', 'varchar(20)'),
    change('x', 'char(5)'),
    change('x', 'citext'),
    change('x', 'text COLLATE "C"'),
    change('vn', 'varchar COLLATE "C"'),
    change('v', 'citext'),
    change('x', 'words'),
    change('w', 'text'),
    change('ct', 'text'),
    change('ct', 'varchar'),
    change('ct', 'varchar(10)'),
    change('c', 'text'),
    change('c', 'varchar(10)'),
    change('c', 'char(10)'),
    change('n', 'numeric(10, 2)'),
    change('n', 'numeric'),
    change('n', 'numeric(10, 3)'),
    change('n', 'numeric(6, 2)'),
    change('n', 'numeric(8, 0)'),
    change('nn', 'numeric(10, 2)'),
    change('n', 'money'),
    change('n', 'double precision'),
    change('n', 'int'),
    change('s', 'int'),
    change('s', 'bigint'),
    change('i', 'bigint'),
    change('i', 'smallint'),
    change('i', 'text'),
    change('i', 'numeric'),
    change('i', 'numeric(4, 1)'),
    change('i', 'oid'),
    change('i', 'plain'),
    change('i', 'positive'),
    change('pl', 'int'),
    change('pl', 'bigint'),
    change('b', 'int'),
    change('r', 'double precision'),
    change('ti', 'time(6)'),
    change('ti', 'time'),
    change('ti', 'time(1)'),
    change('ts', 'timestamp(6)'),
    change('ts', 'timestamp'),
    change('ts', 'timestamp(1)'),
    change('tsn', 'timestamp(6)'),
    change('tsn', 'timestamp(3)'),
    change('tz3', 'timestamptz(6)'),
    change('tz', 'timestamptz(3)'),
    change('iv', 'interval'),
    change('iv', 'interval(6)'),
    change('ts', 'date'),
    change('d', 'timestamp(3)'),
    change('d', 'text'),
    change('ts', 'timestamptz'),
    change('ts', 'timestamptz(6)'),
    change('ts', 'timestamptz(3)'),
    change('tsn', 'timestamptz(3)'),
    change('tz', 'timestamp'),
    change('tz', 'timestamp(3)'),
    { sql: change('ts', 'timestamptz'), timeZone: 'Europe/Berlin' },
    { sql: change('tz', 'timestamp'), timeZone: 'America/New_York' },
    { sql: change('ts', 'timestamptz(3)'), timeZone: 'Europe/Berlin' },
    change('ts', `timestamptz USING ts AT TIME ZONE 'UTC'`),
    change('ci', 'inet'),
    change('ip', 'cidr'),
    change('vb', 'varbit(8)'),
    change('vb', 'varbit'),
    change('vb', 'varbit(2)'),
    change('bi', 'varbit'),
    change('bi', 'varbit(8)'),
    change('j', 'jsonb'),
    change('jb', 'json'),
    change('jb', 'text'),
    change('x', 'jsonb USING x::jsonb'),
    change('u', 'text'),
    change('x', 'uuid USING u'),
    change('e', 'text'),
    change('e', 'shade USING e::text::shade'),
    change('x', 'color USING x::color'),
    change('x', 'int USING x::int'),
    change('x', 'int'),
    change('x', 'boolean'),
    change('x', 'color'),
    change('e', 'shade'),
    change('i', 'boolean'),
    change('i', 'uuid'),
    change('u', 'int'),
    change('bo', 'int'),
    change('ts', 'int'),
    change('jb', 'int'),
    change('x', 'text[]'),
    change('x', 'text[] USING ARRAY[x]'),
    change('va', 'varchar(8)[]'),
    change('va', 'varchar[]'),
    change('va', 'text[]'),
    change('xa', 'varchar[]'),
    change('xa', 'varchar(5)[]'),
    change('xa', 'text'),
    'ALTER TABLE t ALTER COLUMN i TYPE bigint, ALTER COLUMN i SET DEFAULT 3',
    'ALTER TABLE t ALTER COLUMN v TYPE text, ALTER COLUMN x TYPE citext',
    change('missing', 'text'),
    change('x', '"Missing"'),
  ],
};

export const typeChangeDependents: Evidence = {
  subject: 'ALTER COLUMN TYPE of a column that others use',
  setup: `
    CREATE EXTENSION citext;
    CREATE TYPE color AS ENUM ('a', 'b');
    CREATE TABLE o (id int PRIMARY KEY, code varchar(5) UNIQUE);
    CREATE TABLE t (id int PRIMARY KEY, o int REFERENCES o, code varchar(5) REFERENCES o (code), k varchar(5) CHECK (k <> ''), p varchar(5),
      q varchar(5), y int DEFAULT 5, z text DEFAULT 'a', self int REFERENCES t, late varchar(5), n int CHECK (n > 0));
    ALTER TABLE t ADD CONSTRAINT late CHECK (late <> '') NOT VALID;
    CREATE INDEX t_p ON t (p) WHERE p <> 'x';
    CREATE INDEX t_q ON t (lower(q));
    CREATE TABLE viewed (id int, a varchar(5), b int);
    CREATE VIEW v AS SELECT a FROM viewed;
    CREATE MATERIALIZED VIEW mv AS SELECT b FROM viewed;
    INSERT INTO o VALUES (1, 'x');
    INSERT INTO t VALUES (1, 1, 'x', 'k', 'p', 'q', 1, 'a', 1, 'l', 1);
    INSERT INTO viewed VALUES (1, 'a', 1);
  `,
  statements: [
    'ALTER TABLE o ALTER COLUMN id TYPE bigint',
    'ALTER TABLE t ALTER COLUMN o TYPE bigint',
    'ALTER TABLE o ALTER COLUMN code TYPE varchar(9)',
    'ALTER TABLE t ALTER COLUMN code TYPE varchar(9)',
    'ALTER TABLE o ALTER COLUMN code TYPE text',
    'ALTER TABLE t ALTER COLUMN code TYPE text',
    'ALTER TABLE t ALTER COLUMN id TYPE bigint',
    'ALTER TABLE t ALTER COLUMN self TYPE bigint',
    'ALTER TABLE t ALTER COLUMN k TYPE varchar(9)',
    'ALTER TABLE t ALTER COLUMN k TYPE citext',
    'ALTER TABLE t ALTER COLUMN late TYPE varchar(9)',
    'ALTER TABLE t ALTER COLUMN n TYPE bigint',
    'ALTER TABLE t ALTER COLUMN p TYPE varchar(9)',
    'ALTER TABLE t ALTER COLUMN q TYPE varchar(9)',
    'ALTER TABLE t ALTER COLUMN y TYPE bigint',
    'ALTER TABLE t ALTER COLUMN z TYPE color USING z::color',
    'ALTER TABLE t ALTER COLUMN z DROP DEFAULT, ALTER COLUMN z TYPE color USING z::color',
    "ALTER TABLE t ALTER COLUMN z DROP DEFAULT, ALTER COLUMN z TYPE color USING z::color, ALTER COLUMN z SET DEFAULT 'a'",
    'ALTER TABLE viewed ALTER COLUMN a TYPE text',
    'ALTER TABLE viewed ALTER COLUMN a TYPE varchar(5)',
    'ALTER TABLE viewed ALTER COLUMN b TYPE bigint',
    'ALTER TABLE viewed ALTER COLUMN id TYPE bigint',
  ],
};

export const typeChangesThatFail: Evidence = {
  subject: 'ALTER COLUMN TYPE with values that do not fit',
  setup: `
    CREATE TYPE color AS ENUM ('a', 'b');
    CREATE TABLE t (x text, i int, b bigint, n numeric);
    INSERT INTO t VALUES ('long text', 100000, 5000000000, 123456.789);
  `,
  statements: [
    change('x', 'varchar(3)'),
    change('x', 'char(3)'),
    change('i', 'smallint'),
    change('b', 'int'),
    change('n', 'numeric(4, 2)'),
    change('n', 'smallint'),
    change('x', 'int USING x::int'),
    change('x', 'color USING x::color'),
  ],
};
