import assert from 'node:assert/strict';
import { analyzeMigration, foldMigration, prepare } from '../../server/src/analysis/analyze';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';

/** The tables that a migration leaves new: nobody uses them, and they hold no rows of others. */
function created(text: string, newTables: readonly string[] = []): readonly string[] {
  const before = foldMigration('CREATE TABLE old (id int); CREATE TABLE pending (id int);', emptyCatalog('postgresql'));
  const analysis = analyzeMigration({ facts: { name: '20250601000000_tables', state: 'pending', newestInHistory: null }, text }, before, {
    server: { provider: 'postgresql', version: 15, timeZone: null },
    execution: 'per-statement',
    rules: new Map(),
    newTables: new Set(newTables),
  });
  return [...analysis.createdTables].sort();
}

describe('new tables', () => {
  before(() => prepare());

  it('are those that the migration creates', () => {
    assert.deepEqual(created('CREATE TABLE a (id int); ALTER TABLE old ADD COLUMN b int;'), ['public.a']);
  });

  it('keep their newness under another name', () => {
    assert.deepEqual(created('CREATE TABLE a (id int); ALTER TABLE a RENAME TO b;'), ['public.a', 'public.b']);
  });

  it('stay new when rows are written out', () => {
    assert.deepEqual(created('CREATE TABLE a (id int); INSERT INTO a VALUES (1), (2);'), ['public.a']);
  });

  it('are not new once they are filled from a table that has rows', () => {
    assert.deepEqual(created('CREATE TABLE a (id int); INSERT INTO a SELECT id FROM old;'), []);
    assert.deepEqual(created('CREATE TABLE a AS SELECT * FROM old;'), []);
  });

  it('stay new when they are filled from another new one', () => {
    assert.deepEqual(created('CREATE TABLE a (id int); INSERT INTO a SELECT id FROM pending;', ['public.pending']), ['public.a']);
    assert.deepEqual(created('CREATE TABLE b (id int); CREATE TABLE a AS SELECT * FROM b;'), ['public.a', 'public.b']);
  });

  it('do not include one that exists already, or takes the place of one', () => {
    assert.deepEqual(created('CREATE TABLE IF NOT EXISTS old (id int);'), []);
    assert.deepEqual(created('DROP TABLE old; CREATE TABLE old (id int);'), []);
  });
});
