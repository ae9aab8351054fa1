import { strict as assert } from 'node:assert';
import type { Client } from 'pg';
import { emptyDatabase } from '../analysis/catalog/run-on-server';
import { historyCases } from '../analysis/diff/cases/history';
import type { HistoryCase } from '../analysis/diff/cases/history/case';
import { prismaSchema } from '../analysis/diff/prisma-schema';
import { withoutEmpty } from '../analysis/diff/written';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { driftOnServer } from './engine-on-server';

const version = 15;

/**
 * The expectations of `test/analysis/diff/cases/history` are themselves checked: Prisma's engine, which looks at a real server
 * where the history has run, must write the same.
 */
describe('the cases of histories', function () {
  this.timeout(120_000);

  it(`are what Prisma writes after they have run on PostgreSQL ${version}`, async function () {
    skipWithoutServer(this, version);
    await withDatabase(version, async (client) => {
      for (const one of Object.values(historyCases).flat()) {
        await check(client, one);
        await emptyDatabase(client);
      }
    });
  });
});

async function check(client: Client, one: HistoryCase): Promise<void> {
  await client.query(one.history);
  const sql = await driftOnServer(client, [{ path: 'schema.prisma', text: prismaSchema(one) }]);
  assert.equal(withoutEmpty(sql), one.prisma?.sql ?? one.sql, one.name);
}
