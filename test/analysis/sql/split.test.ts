import assert from 'node:assert/strict';
import { type SplitDialect, splitStatements } from '../../../server/src/analysis/sql/split';

const split = (text: string, dialect: SplitDialect): readonly string[] =>
  splitStatements(text, dialect).map(({ start, end }) => text.slice(start, end));

describe('statements of MySQL and SQLite', () => {
  it('end with a semicolon that is in no quotes and no comment', () => {
    const text = `-- one; still\nCREATE TABLE "a;b" ("c" TEXT DEFAULT 'd;''e'); /* f; */ SELECT 1 -- g;\n;\n;INSERT INTO \`h;i\` VALUES (1)`;
    for (const dialect of ['mysql', 'sqlite'] as const) {
      assert.deepEqual(split(text, dialect), [`CREATE TABLE "a;b" ("c" TEXT DEFAULT 'd;''e')`, 'SELECT 1', 'INSERT INTO `h;i` VALUES (1)']);
    }
  });

  it('escape, comment and quote names as their server has it', () => {
    assert.deepEqual(split(`SELECT 'a\\';b'; # c;\nSELECT 2`, 'mysql'), [`SELECT 'a\\';b'`, 'SELECT 2']);
    assert.deepEqual(split(`SELECT 'a\\'; SELECT [b;c]`, 'sqlite'), [`SELECT 'a\\'`, 'SELECT [b;c]']);
    assert.deepEqual(split('SELECT 1--1; /*!40101 SET NAMES utf8 */; SELECT 3', 'mysql'), [
      'SELECT 1--1',
      '/*!40101 SET NAMES utf8 */',
      'SELECT 3',
    ]);
  });

  it('hold the bodies of triggers and routines', () => {
    const trigger = `CREATE TRIGGER t AFTER INSERT ON a BEGIN
  UPDATE a SET b = CASE WHEN c THEN 1 ELSE 2 END;
  DELETE FROM d;
END`;
    assert.deepEqual(split(`${trigger}; SELECT 1;`, 'sqlite'), [trigger, 'SELECT 1']);
    const routine =
      'CREATE DEFINER = `root`@`%` PROCEDURE p() BEGIN IF a THEN SELECT 1; END IF; BEGIN SELECT 2; END; WHILE b DO SELECT 3; END WHILE; END';
    assert.deepEqual(split(`${routine};\nBEGIN; SELECT 4; COMMIT;`, 'mysql'), [routine, 'BEGIN', 'SELECT 4', 'COMMIT']);
  });

  it('are found in half-typed text, none in an empty one', () => {
    assert.deepEqual(split("SELECT 'a; b", 'mysql'), ["SELECT 'a; b"]);
    assert.deepEqual(split('SELECT 1; /* c', 'sqlite'), ['SELECT 1']);
    assert.deepEqual(split(' \n-- a\n', 'sqlite'), []);
  });
});
