import assert from 'node:assert/strict';
import { skipWithoutServer, withDatabase } from '../../evidence/server';
import { driftCases } from './cases';
import { compared, deployedShop, sentencesOf } from './shop';

for (const version of [12, 15, 18]) {
  describe(`drift of a PostgreSQL ${version} database`, function () {
    this.timeout(120_000);

    before(function () {
      skipWithoutServer(this, version);
    });

    it('is none behind a deploy, neither from the history nor from the schema', () =>
      withDatabase(version, async (client) => {
        const { drift } = await deployedShop(client);
        for (const against of ['history', 'schema'] as const) {
          const { differences, notes, unusedIgnores } = compared(await drift(against));
          assert.deepEqual([differences, notes, unusedIgnores], [[], [], []], against);
        }
      }));

    // One server for each case; the others see them together in `repairs.test.ts`.
    for (const one of version === 15 ? driftCases : []) {
      it(`is found: ${one.sql.replace(/\s+/g, ' ')}`, () =>
        withDatabase(version, async (client) => {
          const { drift } = await deployedShop(client);
          await client.query(one.sql);
          assert.deepEqual(sentencesOf(await drift('history')), one.sentences, 'against the history');
          assert.deepEqual(sentencesOf(await drift('schema')), one.schema ?? one.sentences, 'against the schema');
        }));
    }
  });
}
