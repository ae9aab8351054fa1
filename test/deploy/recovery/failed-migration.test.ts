import assert from 'node:assert/strict';
import { recoveryPage } from '../../../server/src/deploy/recovery/page';
import { skipWithoutServer } from '../../evidence/server';
import { addFiles, migrations } from '../../project/folders';
import { versions } from '../backfills';
import { failedIn, inBroken, type Mode } from './broken';
import { failureCases } from './cases';

const modes: readonly Mode[] = ['one-transaction', 'per-statement'];

for (const version of versions) {
  describe(`a migration that PostgreSQL ${version} has refused`, () => {
    before(function () {
      skipWithoutServer(this, version);
    });

    for (const mode of modes) {
      for (const { name, first, rows, failing, refused, offending } of failureCases) {
        it(`${name}, ${mode}: says which statement, what took effect and which rows, and shows no value`, () =>
          inBroken(version, mode, { '1_first': first }, async ({ client, folder, deploy, recovery, file }) => {
            await deploy();
            await client.query(rows);
            addMigration(folder, '2_second', failing);
            assert.notEqual(await deploy(), null, file('2_second'));
            const found = await recovery();
            assert.equal(found.state, 'failed');
            const failed = failedIn(found);
            assert.equal(failed.migration, '2_second');
            const taken = mode === 'per-statement' ? refused : 0;
            assert.deepEqual(
              failed.statements.map(({ state }) => state),
              failed.statements.map(({ index }) => (index < taken ? 'taken' : 'not-taken')),
            );
            assert.deepEqual([failed.statement, failed.ranAs], [refused, mode]);
            assert.deepEqual(
              failed.offending.map(({ what, subject, count }) => ({ what, subject, count })),
              offending === null ? [] : [offending],
            );
            assert.doesNotMatch(recoveryPage(found), /secret|99999999999/);
            for (const { query } of failed.offending) assert.notEqual((await client.query(query)).rowCount, 0);
          }));
      }
    }
  });
}

function addMigration(folder: string, name: string, text: string): void {
  addFiles(folder, migrations('prisma/migrations', { [name]: text }));
}
