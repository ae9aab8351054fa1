import { strict as assert } from 'node:assert';
import type { Client } from 'pg';
import { prepare } from '../../server/src/analysis/analyze';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { schemaMigrations } from '../../server/src/analysis/plans/schema-migrations';
import { emptyDatabase } from '../analysis/catalog/run-on-server';
import { requireCorpus } from '../corpus/corpus';
import { driftOnServer } from '../corpus/engine-on-server';
import { type SchemaEdit, schemaEdits } from '../corpus/schema-edits';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { analysed, settingsFor, textsOf } from './planned';

const version = 15;

/** Every so many of the edits: enough to meet each plan several times. */
const stride = 80;

interface Written {
  readonly edit: SchemaEdit;
  /** What builds the schema before. */
  readonly history: string;
  /** Prisma's own migration. */
  readonly prisma: string;
  readonly files: readonly string[];
}

describe('plans for real edits of schemas', function () {
  this.timeout(120_000);

  it('are verified for every edit that Prisma can read, and lead a real server where its own migration does', async function () {
    const corpus = requireCorpus(this);
    skipWithoutServer(this, version);
    await prepare();
    const edits = [...schemaEdits(corpus, 'postgresql')].filter((_, index) => index % stride === 0);
    const refused: string[] = [];
    const written: Written[] = [];
    for (const edit of edits) {
      const history = analysed(edit.before, emptyCatalog('postgresql'), version);
      const analysis = analysed(edit.after, history.after, version, edit.before);
      if (analysis.statements.length === 0 || analysis.unresolved > 0) continue;
      const { server } = settingsFor(version);
      const result = schemaMigrations({
        analysis,
        history: history.after,
        server,
        prismaVersion: '7.10',
        external: [],
        valueFor: () => null,
      });
      if (!result.ok) refused.push(`${edit.repository} ${edit.migration}: ${result.reason}`);
      else if (result.plans.length > 0)
        written.push({ edit, history: history.sql.text, prisma: analysis.sql.text, files: textsOf(result) });
    }
    assert.deepEqual(refused, []);
    assert.ok(written.length > 0);

    let compared = 0;
    await withDatabase(version, async (client) => {
      for (const one of written) {
        const own = await led(client, one, [one.prisma]);
        if (own === null) continue;
        compared++;
        assert.equal(await led(client, one, one.files), own, `${one.edit.repository} ${one.edit.migration}`);
      }
    });
    assert.ok(compared > 0);
    console.log(`      ${edits.length} edits, ${written.length} with plans; ${compared} of them compared on a server`);
  });
});

/** What Prisma finds to do after these files; null where the server has not what the history or they need. */
async function led(client: Client, { edit, history }: Written, files: readonly string[]): Promise<string | null> {
  await emptyDatabase(client);
  try {
    await client.query(history);
  } catch {
    return null;
  }
  for (const file of files) await client.query(file);
  return driftOnServer(client, [{ path: 'schema.prisma', text: edit.after }]);
}
