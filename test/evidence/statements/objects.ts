import type { Evidence } from '../evidence';

export const objects: Evidence = {
  subject: 'sequences, schemas, extensions and the rest',
  setup: `
    CREATE EXTENSION citext;
    CREATE SCHEMA other;
    CREATE SCHEMA void;
    CREATE TABLE t (id serial PRIMARY KEY, a int, name citext);
    CREATE TABLE other.o (id int PRIMARY KEY, t int REFERENCES t);
    CREATE TABLE near (id int PRIMARY KEY, o int REFERENCES other.o);
    CREATE VIEW other.v AS SELECT id FROM near;
    CREATE VIEW w AS SELECT id FROM other.o;
    CREATE SEQUENCE s;
    CREATE SEQUENCE used;
    CREATE TABLE drawing (id int DEFAULT nextval('used'));
    CREATE ROLE reader;
    CREATE STATISTICS st ON id, a FROM t;
    CREATE PUBLICATION pub FOR TABLE near;
    INSERT INTO t (a) VALUES (1);
    INSERT INTO drawing DEFAULT VALUES;
  `,
  teardown: 'DROP ROLE reader',
  statements: [
    'CREATE SEQUENCE n',
    'CREATE SEQUENCE n OWNED BY t.a',
    'CREATE SEQUENCE s',
    'ALTER SEQUENCE s RESTART WITH 5',
    'ALTER SEQUENCE s INCREMENT BY 2',
    'ALTER SEQUENCE s OWNED BY t.a',
    'ALTER SEQUENCE s OWNER TO postgres',
    'ALTER SEQUENCE s RENAME TO ss',
    'ALTER SEQUENCE s RENAME TO used',
    'ALTER SEQUENCE missing RESTART',
    'DROP SEQUENCE s',
    'DROP SEQUENCE used',
    'DROP SEQUENCE used CASCADE',
    'DROP SEQUENCE t_id_seq',
    'DROP SEQUENCE t_id_seq CASCADE',
    'DROP SEQUENCE IF EXISTS missing',
    'DROP SEQUENCE missing',
    'CREATE FUNCTION n() RETURNS int LANGUAGE plpgsql AS $$BEGIN RETURN (SELECT count(*) FROM t); END$$',
    'CREATE PROCEDURE n() LANGUAGE plpgsql AS $$BEGIN NULL; END$$',
    'CREATE SCHEMA n',
    'CREATE SCHEMA other',
    'CREATE SCHEMA IF NOT EXISTS other',
    'ALTER SCHEMA other RENAME TO others',
    'DROP SCHEMA void',
    'DROP SCHEMA other',
    'DROP SCHEMA other CASCADE',
    'DROP SCHEMA missing',
    'DROP SCHEMA IF EXISTS missing',
    'CREATE EXTENSION hstore',
    'CREATE EXTENSION citext',
    'CREATE EXTENSION IF NOT EXISTS citext',
    'ALTER EXTENSION citext SET SCHEMA other',
    'DROP EXTENSION citext',
    'DROP EXTENSION citext CASCADE',
    'CREATE STATISTICS n ON a, id FROM t',
    'DROP STATISTICS IF EXISTS missing',
    'CREATE PUBLICATION n FOR TABLE t',
    'CREATE PUBLICATION n FOR ALL TABLES',
    'ALTER PUBLICATION pub ADD TABLE t',
    'DROP PUBLICATION pub',
    "COMMENT ON TABLE t IS 'x'",
    "COMMENT ON COLUMN t.a IS 'x'",
    "COMMENT ON TABLE missing IS 'x'",
    "COMMENT ON SCHEMA other IS 'x'",
    'GRANT USAGE ON SCHEMA other TO reader',
    'GRANT SELECT ON ALL TABLES IN SCHEMA void TO reader',
    'REVOKE USAGE ON SCHEMA other FROM reader',
    'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader',
    'CREATE ROLE writer',
    "SET lock_timeout = '5s'",
    'SET LOCAL search_path = other',
    'SAVEPOINT here',
    'DISCARD PLANS',
    'SET CONSTRAINTS ALL DEFERRED',
    "DO $$ BEGIN EXECUTE 'SELECT ' || 1; END $$",
  ],
};

export const outside: Evidence = {
  subject: 'statements that refuse a transaction block',
  setup: `
    CREATE TABLE t (id int PRIMARY KEY, a int);
    CREATE INDEX t_a ON t (a);
    INSERT INTO t VALUES (1, 1);
  `,
  statements: ['VACUUM', 'REINDEX DATABASE missing', 'ALTER SYSTEM RESET work_mem', 'CREATE DATABASE n', 'CLUSTER'].map((sql) => ({ sql })),
};
