import { strict as assert } from 'node:assert';
import type { Client } from 'pg';
import { prepare } from '../../server/src/analysis/analyze';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { schemaMigrations } from '../../server/src/analysis/plans/schema-migrations';
import { readPostgres } from '../../server/src/analysis/sql/postgres/read';
import { emptyDatabase } from '../analysis/catalog/run-on-server';
import { requireCorpus } from '../corpus/corpus';
import { driftOnServer } from '../corpus/engine-on-server';
import { type SchemaEdit, schemaEdits } from '../corpus/schema-edits';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { analysed, settingsFor, textsOf } from './planned';

const version = 15;

/** Every so many of the edits: enough to meet each plan several times. With LOCKSTEP_CORPUS_ALL each of them. */
const everything = (process.env.LOCKSTEP_CORPUS_ALL ?? '') !== '';
const stride = everything ? 1 : 80;

interface Written {
  readonly edit: SchemaEdit;
  /** What builds the schema before. */
  readonly history: string;
  /** Prisma's own migration. */
  readonly prisma: string;
  readonly files: readonly string[];
}

describe('plans for real edits of schemas', function () {
  this.timeout(everything ? 7_200_000 : 300_000);

  it('are verified for every edit that Prisma can read, and lead a real server where its own migration does', async function () {
    const corpus = requireCorpus(this);
    skipWithoutServer(this, version);
    await prepare();
    const edits = [...schemaEdits(corpus, 'postgresql')].filter((_, index) => index % stride === 0);
    const refused: string[] = [];
    const written: Written[] = [];
    let asked = 0;
    let unclear = 0;
    for (const edit of edits) {
      const history = analysed(edit.before, emptyCatalog('postgresql'), version);
      const analysis = analysed(edit.after, history.after, version, edit.before);
      if (analysis.statements.length === 0) continue;
      asked++;
      // Part of a schema alone, or one that Prisma refuses: nothing is written from it.
      if (analysis.unresolved > 0) {
        unclear++;
        continue;
      }
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
    if (everything) assert.ok(unclear <= asked * 0.02, `${unclear} of ${asked} edits get no migration`);
    assert.ok(written.length > 0);

    let compared = 0;
    await withDatabase(version, async (client) => {
      for (const [index, one] of written.entries()) {
        const own = await ledByPrisma(client, one);
        if (own === null) continue;
        compared++;
        // In turn as old and as new versions of Prisma execute a file.
        const files = index % 2 === 0 ? one.files : one.files.flatMap(statementsIn);
        assert.equal(await led(client, one, files), own, `${one.edit.repository} ${one.edit.migration}`);
      }
    });
    assert.ok(compared > 0);
    console.log(
      `      ${edits.length} edits: ${asked - unclear} of ${asked} written and verified, ${written.length} with plans; ` +
        `${compared} of them compared on a server${everything ? '' : ' (LOCKSTEP_CORPUS_ALL=1 takes all)'}`,
    );
  });
});

/** What Prisma finds to do after its own migration; null where the server has not what the history needs, or refuses the migration. */
async function ledByPrisma(client: Client, one: Written): Promise<string | null> {
  try {
    return await led(client, one, [one.prisma]);
  } catch {
    await client.query('ROLLBACK');
    return null;
  }
}

/** What Prisma finds to do after these files. */
async function led(client: Client, { edit, history }: Written, files: readonly string[]): Promise<string> {
  await emptyDatabase(client);
  await client.query(history);
  for (const file of files) await client.query(file);
  return driftOnServer(client, [{ path: 'schema.prisma', text: edit.after }]);
}

function statementsIn(text: string): readonly string[] {
  return readPostgres(text).statements.map(({ span }) => text.slice(span.start, span.end));
}
