import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { prepare } from '../../server/src/analysis/analyze';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { foldScript } from '../../server/src/analysis/catalog/fold';
import { type Revert, revertMigration } from '../../server/src/analysis/revert/revert';
import { firstDifference } from '../../server/src/analysis/revert/sameness';
import { readPostgres } from '../../server/src/analysis/sql/postgres/read';
import { runOnServer } from '../analysis/catalog/run-on-server';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { findCorpus, type History, histories, requireCorpus } from './corpus';
import { afterRevert, schemaOnServer } from './revert-on-server';

const version = 15;
const server = { provider: 'postgresql', version, timeZone: 'UTC' } as const;

/** Every migration with `LOCKSTEP_TEST_ALL`, otherwise each so many. */
const isAll = process.env.LOCKSTEP_TEST_ALL === '1';
const between = { folded: isAll ? 1 : 9, onServer: isAll ? 1 : 25 };

/** Every reason for which a revert of a real migration is refused; another one is a defect or has to be understood first. */
const reasons: readonly RegExp[] = [
  /^it left nothing in the schema that is still there/,
  /^nobody knows what its statement \d+ did/,
  /^how .* is generated has changed$/,
  /^not all columns of .* are known, which came from a query$/,
  /uses the (type|column)$/,
  /^".*" exists already$/,
  /^".*" depends on constraint /,
  /would not be as it was$/,
  /^the function .* takes the type .*, which has to be exchanged$/,
];

describe('reverts of real migrations', function () {
  this.timeout(isAll ? 3_600_000 : 180_000);

  before(async function () {
    requireCorpus(this);
    await prepare();
  });

  it('lead to the catalog before the migration, or are refused for a known reason', () => {
    const refusals: string[] = [];
    let count = 0;
    for (const history of postgresHistories()) {
      const { migrations, catalogs } = read(history);
      for (const index of migrations.keys()) {
        if (index % between.folded !== 0) continue;
        count++;
        const revert = revertAt(history, index);
        const name = `${history.root} ${migrations[index]?.name}`;
        const [before, after] = [catalogs[index], catalogs[index + 1]];
        if (!revert.ok) refusals.push(`${name}: ${revert.reason}`);
        else if (before !== undefined && after !== undefined)
          assert.equal(firstDifference(foldScript(after, readPostgres(revert.text)), before), null, name);
      }
    }
    console.log(`      ${count - refusals.length} of ${count} are written, ${refusals.length} refused`);
    const unknown = refusals.filter((refusal) => !reasons.some((reason) => reason.test(refusal.slice(refusal.indexOf(': ') + 2))));
    assert.deepEqual(unknown, []);
    assert.ok(refusals.length <= count * 0.06, refusals.join('\n'));
  });

  it(`leave on PostgreSQL ${version} what was there before`, async function () {
    skipWithoutServer(this, version);
    const failures: string[] = [];
    const count = { same: 0, refusedByServer: 0 };
    for (const history of postgresHistories()) {
      await withDatabase(version, async (client) => {
        const { migrations } = read(history);
        let untouched = true;
        for (const [index, { name, text }] of migrations.entries()) {
          const isSampled = index % between.onServer === between.onServer - 1 || isAll;
          const before = isSampled ? await schemaOnServer(client) : [];
          const { statements } = readPostgres(text);
          const accepted = await runOnServer(client, text, statements);
          await client.query('RESET ALL');
          // What the server has refused, for want of an extension or of rows, the catalog takes for done.
          untouched &&= accepted.every((one) => one);
          const revert = isSampled ? revertAt(history, index) : null;
          if (revert?.ok !== true) continue;
          const found = await afterRevert(client, revert.text);
          if ('error' in found) {
            // What the migration itself has written into rows is in the way of the exchange, and the header says so.
            const isForetold = found.error.startsWith('invalid input value') && revert.losses.some((loss) => loss.startsWith('Takes '));
            if (untouched && !isForetold) failures.push(`${history.root} ${name}: ${found.error}`);
            else count.refusedByServer++;
          } else if (accepted.every((one) => one)) {
            const [more, less] = [found.filter((fact) => !before.includes(fact)), before.filter((fact) => !found.includes(fact))];
            const named = more.length + less.length > 0 && revert.losses.some((loss) => loss.startsWith('Not undone'));
            if (more.length + less.length > 0 && !named)
              failures.push(`${history.root} ${name}:\n  + ${more.join('\n  + ')}\n  - ${less.join('\n  - ')}`);
            else count.same++;
          }
        }
      });
    }
    console.log(`      ${count.same} leave the same, ${count.refusedByServer} need what the server of the test does not have`);
    assert.deepEqual(failures, []);
  });
});

function postgresHistories(): readonly History[] {
  const corpus = findCorpus();
  return corpus === null ? [] : histories(corpus, 'postgresql');
}

interface Read {
  readonly migrations: readonly { readonly name: string; readonly text: string }[];
  /** The one that each migration finds, and that of the end. */
  readonly catalogs: readonly Catalog[];
}

const known = new WeakMap<readonly unknown[], Read>();

function read({ migrations: files }: History): Read {
  const found = known.get(files);
  if (found !== undefined) return found;
  const migrations = files.map(({ name, path }) => ({ name, text: readFileSync(path, 'utf8') }));
  const catalogs = [emptyCatalog('postgresql')];
  for (const { text } of migrations) catalogs.push(foldScript(catalogs.at(-1) ?? emptyCatalog('postgresql'), readPostgres(text)));
  const result = { migrations, catalogs };
  known.set(files, result);
  return result;
}

/** At the time when it was the last one. */
function revertAt(history: History, index: number): Revert {
  const { migrations, catalogs } = read(history);
  return revertMigration({
    migrations: migrations.slice(0, index + 1),
    index,
    server,
    catalogBefore: (at) => catalogs[at] ?? emptyCatalog('postgresql'),
  });
}
