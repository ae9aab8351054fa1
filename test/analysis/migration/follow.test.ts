import assert from 'node:assert/strict';
import fc from 'fast-check';
import { prepare } from '../../../server/src/analysis/analyze';
import type { Catalog } from '../../../server/src/analysis/catalog/catalog';
import { emptyCatalog } from '../../../server/src/analysis/catalog/draft';
import { foldScript } from '../../../server/src/analysis/catalog/fold';
import { createFollower } from '../../../server/src/analysis/migration/follow';
import { readPostgres } from '../../../server/src/analysis/sql/postgres/read';
import { comparable, sorted } from './comparable';

const server = { provider: 'postgresql', version: 15, timeZone: null } as const;

const start = `-- Größe
CREATE TABLE a (id int PRIMARY KEY);
SET search_path = other;
CREATE TABLE b (id int PRIMARY KEY);
BEGIN;
ALTER TABLE "User" ADD COLUMN c text, ALTER COLUMN email SET NOT NULL, DROP CONSTRAINT filled;
SAVEPOINT here;
DROP TABLE "User" CASCADE;
ROLLBACK TO here;
CREATE INDEX ON "User" (email);
COMMIT;
CREATE TEMPORARY TABLE t (id int);
CREATE INDEX ON t (id);
RESET search_path;
DROP TABLE b; ALTER TABLE a RENAME TO d;
`;

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  deleted: fc.integer({ min: 0, max: 6 }),
  inserted: fc.constantFrom('', ' ', "'", ';', '\n', 'x', '--', 'DROP TABLE a;\n', '\nROLLBACK;\n', '\nBEGIN;\n', 'CREATE SCHEMA other;\n'),
});

describe('following while typing', () => {
  let before: Catalog;

  beforeEach(async () => {
    await prepare();
    const history = 'CREATE TABLE "User" (id int PRIMARY KEY, email text, at timestamp, CONSTRAINT filled CHECK (email IS NOT NULL));';
    before = foldScript(emptyCatalog('postgresql'), readPostgres(history));
  });

  it('gives what following afresh gives', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
        const typing = createFollower();
        let text = start;
        typing(readPostgres(text), text, before, server);
        for (const { at, deleted, inserted } of edits) {
          const offset = Math.floor(at * text.length);
          text = text.slice(0, offset) + inserted + text.slice(offset + deleted);
          const script = readPostgres(text);
          const fresh = comparable(createFollower()(script, text, before, server));
          assert.deepEqual(comparable(typing.beside(script, text, before, server)), fresh);
          const followed = typing(script, text, before, server);
          assert.deepEqual(comparable(followed), fresh);
          assert.deepEqual(sorted(followed.after), sorted(foldScript(before, script)));
        }
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it('follows only what stands behind the first change', () => {
    const typing = createFollower();
    const edited = start.replace('SAVEPOINT here', 'SAVEPOINT there');
    const first = typing(readPostgres(start), start, before, server);
    const second = typing(readPostgres(edited), edited, before, server);
    assert.equal(second.statements[4]?.effect, first.statements[4]?.effect);
    assert.notEqual(second.statements[6]?.effect, first.statements[6]?.effect);
  });

  it('remembers nothing of what it follows beside', () => {
    const typing = createFollower();
    const edited = start.replace('SAVEPOINT here', 'SAVEPOINT there');
    const first = typing(readPostgres(start), start, before, server);
    const other = typing.beside(readPostgres(edited), edited, before, server);
    assert.equal(other.statements[4]?.effect, first.statements[4]?.effect);
    assert.notEqual(other.statements[6]?.effect, first.statements[6]?.effect);
    assert.equal(typing(readPostgres(start), start, before, server).statements[6]?.effect, first.statements[6]?.effect);
  });

  it('follows nothing again when only the space between statements changes', () => {
    const typing = createFollower();
    const edited = `\n\n${start}`;
    const first = typing(readPostgres(start), start, before, server);
    const second = typing(readPostgres(edited), edited, before, server);
    assert.equal(second.after, first.after);
    assert.equal(second.statements[3]?.span.start, (first.statements[3]?.span.start ?? 0) + 2);
    assert.equal(second.operations[3]?.operation.span.start, (first.operations[3]?.operation.span.start ?? 0) + 2);
  });

  it('follows all of it on another catalog, and for another server', () => {
    const typing = createFollower();
    const text = 'ALTER TABLE "User" ALTER COLUMN email SET NOT NULL, ALTER COLUMN at TYPE timestamptz;';
    const script = readPostgres(text);
    const effectOn = (catalog: Catalog, timeZone: string | null) =>
      typing(script, text, catalog, { ...server, timeZone }).statements[0]?.effect;
    assert.deepEqual(effectOn(before, 'UTC')?.scans, []);
    assert.deepEqual(effectOn(before, null)?.rewrites, ['public.User']);
    const other = foldScript(before, readPostgres('ALTER TABLE "User" DROP CONSTRAINT filled;'));
    assert.deepEqual(effectOn(other, 'UTC')?.scans, ['public.User']);
  });
});
