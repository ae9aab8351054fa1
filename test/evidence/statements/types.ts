import type { Evidence } from '../evidence';

export const types: Evidence = {
  subject: 'types',
  setup: `
    CREATE SCHEMA other;
    CREATE TYPE color AS ENUM ('red', 'green');
    CREATE TYPE unused AS ENUM ('x');
    CREATE TYPE pair AS (a int, b text);
    CREATE DOMAIN email AS text;
    CREATE DOMAIN age AS int;
    ALTER DOMAIN age ADD CONSTRAINT adult CHECK (VALUE > 17) NOT VALID;
    CREATE DOMAIN nobody AS int;
    CREATE TABLE t (id int PRIMARY KEY, c color, e email, a age, cs color[]);
    CREATE TABLE t2 (id int, e email);
    CREATE VIEW v AS SELECT id, c FROM t;
    INSERT INTO t VALUES (1, 'red', 'a@b', 18, '{red}');
    INSERT INTO t2 VALUES (1, 'a@b');
  `,
  statements: [
    "CREATE TYPE n AS ENUM ('a', 'b')",
    "CREATE TYPE color AS ENUM ('a')",
    "CREATE TYPE t AS ENUM ('a')",
    'CREATE TYPE v AS (a int)',
    'CREATE DOMAIN t AS int',
    'CREATE TABLE color (id int)',
    'CREATE TABLE IF NOT EXISTS color (id int)',
    'CREATE VIEW color AS SELECT 1',
    'CREATE SEQUENCE color',
    "CREATE TYPE other.color AS ENUM ('a')",
    'ALTER TABLE t RENAME TO color',
    'ALTER VIEW v RENAME TO color',
    'ALTER INDEX t_pkey RENAME TO color',
    'ALTER TYPE color RENAME TO unused',
    'ALTER TYPE color RENAME TO t',
    'CREATE DOMAIN n AS int CHECK (VALUE > 0)',
    'CREATE DOMAIN email AS int',
    'CREATE TYPE n AS (a int)',
    'CREATE TYPE n AS RANGE (subtype = float8)',
    "ALTER TYPE color ADD VALUE 'blue'",
    "ALTER TYPE color ADD VALUE 'blue' BEFORE 'green'",
    "ALTER TYPE color ADD VALUE IF NOT EXISTS 'red'",
    "ALTER TYPE color ADD VALUE 'red'",
    "ALTER TYPE color ADD VALUE 'blue' AFTER 'missing'",
    "ALTER TYPE missing ADD VALUE 'blue'",
    "ALTER TYPE color RENAME VALUE 'red' TO 'crimson'",
    "ALTER TYPE color RENAME VALUE 'missing' TO 'crimson'",
    "ALTER TYPE color RENAME VALUE 'red' TO 'green'",
    "ALTER TABLE t ALTER COLUMN c SET DEFAULT 'missing'",
    "ALTER TABLE t ALTER COLUMN c SET DEFAULT 'missing'::color",
    "ALTER TABLE t ALTER COLUMN c SET DEFAULT 'green'",
    "ALTER TABLE t ALTER COLUMN cs SET DEFAULT '{red}'",
    "ALTER TABLE t ADD COLUMN n color DEFAULT 'missing'",
    "ALTER TABLE t ADD COLUMN n color NOT NULL DEFAULT 'red'",
    "CREATE TABLE n (id int, c color DEFAULT 'missing')",
    'ALTER TYPE color RENAME TO colour',
    'ALTER TYPE color SET SCHEMA other',
    'ALTER TYPE color OWNER TO postgres',
    'ALTER TYPE pair ADD ATTRIBUTE c int',
    'ALTER TYPE pair RENAME TO pairs',
    'DROP TYPE unused',
    'DROP TYPE color',
    'DROP TYPE color CASCADE',
    'DROP TYPE IF EXISTS missing',
    'DROP TYPE missing',
    'DROP DOMAIN nobody',
    'DROP DOMAIN email',
    'DROP DOMAIN email CASCADE',
    "ALTER DOMAIN email ADD CONSTRAINT n CHECK (VALUE LIKE '%@%')",
    "ALTER DOMAIN email ADD CONSTRAINT n CHECK (VALUE LIKE '%#%')",
    "ALTER DOMAIN email ADD CONSTRAINT n CHECK (VALUE LIKE '%@%') NOT VALID",
    'ALTER DOMAIN age VALIDATE CONSTRAINT adult',
    'ALTER DOMAIN age DROP CONSTRAINT adult',
    'ALTER DOMAIN age RENAME CONSTRAINT adult TO grown',
    'ALTER DOMAIN email SET NOT NULL',
    'ALTER DOMAIN email DROP NOT NULL',
    "ALTER DOMAIN email SET DEFAULT 'x'",
    'ALTER DOMAIN email DROP DEFAULT',
    'ALTER DOMAIN nobody ADD CHECK (VALUE > 0)',
    'ALTER DOMAIN missing DROP DEFAULT',
    'ALTER DOMAIN email RENAME TO mail',
  ],
};

export const domainsThatFail: Evidence = {
  subject: 'domains with values that do not fit',
  setup: `
    CREATE DOMAIN d AS int;
    CREATE TABLE t (a d);
    INSERT INTO t VALUES (1), (NULL);
  `,
  statements: ['ALTER DOMAIN d ADD CHECK (VALUE > 1)', 'ALTER DOMAIN d SET NOT NULL'],
};
