import { strict as assert } from 'node:assert';
import type { Client } from 'pg';
import { foldMigration } from '../../server/src/analysis/analyze';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import type { PlannedFile } from '../../server/src/analysis/plans/file';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { planCases, shop } from './cases';
import { dropCases } from './drop-cases';
import { analysed, plannedMigration, plannedSchema } from './planned';

const version = 12;

/** Prisma runs a migration that has failed from its beginning, also where the statements before the failure have been committed. */
describe('plans that are interrupted', function () {
  this.timeout(60_000);

  it('run again from the beginning of a file, whatever part of it has been done', async function () {
    skipWithoutServer(this, version);
    await withDatabase(version, async (client) => {
      for (const { name, sql, before = shop, after, beside = '', values = {}, since = version, rule } of [...planCases, ...dropCases]) {
        if (since > version) continue;
        const history = analysed(before, emptyCatalog('postgresql'), version);
        await client.query(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${history.sql.text}; ${beside}`);
        const { files } =
          sql === undefined
            ? plannedSchema({ before, after, version, values })
            : plannedMigration(sql, foldMigration(beside, history.after), version, { values, ...(rule !== undefined && { rule }) });
        for (const file of files) await interrupted(client, file, name);
      }
    });
  });

  it('end with a valid index after a build that has failed, once its header is followed', async function () {
    skipWithoutServer(this, version);
    await withDatabase(version, async (client) => {
      const history = analysed(shop, emptyCatalog('postgresql'), version);
      await client.query(`${history.sql.text}; INSERT INTO "user" ("email") VALUES ('a'), ('a')`);
      const unique = shop.replace('email String?', 'email String? @unique');
      const [build, ...others] = plannedSchema({ before: shop, after: unique, version }).files;
      assert.deepEqual(others, []);
      const text = build?.text ?? '';
      const duplicates = /first: (SELECT .*;)$/m.exec(text)?.[1] ?? '';
      assert.deepEqual((await client.query(duplicates)).rows, [{ email: 'a', count: '2' }]);
      await assert.rejects(client.query(text), { code: '23505' });
      await client.query('UPDATE "user" SET "email" = "id"::text');
      assert.deepEqual((await client.query(duplicates)).rows, []);
      // Never taken for done: the invalid index stands in the way until it is dropped.
      await assert.rejects(client.query(text), { code: '42P07' });
      await client.query(/attempt: (DROP INDEX .*;)$/m.exec(text)?.[1] ?? '');
      await client.query(text);
      const { rows } = await client.query('SELECT indisvalid FROM pg_index WHERE indexrelid = \'"user_email_key"\'::regclass');
      assert.deepEqual(rows, [{ indisvalid: true }]);
    });
  });
});

/** What is left of a migration is as it was before the plan, so only the plan's own files count. */
async function interrupted(client: Client, { draft, text, statements }: PlannedFile, name: string): Promise<void> {
  const sql = statements.map(({ span }) => text.slice(span.start, span.end));
  if (draft.kind === 'steps') {
    for (let done = 1; done < sql.length; done++) {
      for (const statement of sql.slice(0, done)) await again(client, statement, name);
      // A transaction that the file has opened ends with the connection that is lost.
      await client.query('ROLLBACK');
    }
  }
  for (const statement of sql) await again(client, statement, name);
}

async function again(client: Client, statement: string, name: string): Promise<void> {
  await client.query(statement).catch((error: unknown) => assert.fail(`${name}: ${statement}: ${String(error)}`));
}
