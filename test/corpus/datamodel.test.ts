import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldMigration } from '../../server/src/analysis/analyze';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { writeDatamodel } from '../../server/src/analysis/schema/datamodel/write-datamodel';
import { readSchema } from '../../server/src/analysis/schema/read';
import { wantedCatalog } from '../../server/src/analysis/schema/wanted/wanted-catalog';
import { readPostgres } from '../../server/src/analysis/sql/postgres/read';
import { closeEngine, engineDiff } from '../prisma-engine';
import { findCorpus, requireCorpus } from './corpus';

/** `LOCKSTEP_TEST_ALL=1` takes all edits, which takes some minutes. */
const every = process.env.LOCKSTEP_TEST_ALL === '1' ? 1 : 24;

/**
 * What Prisma makes anew in every migration: an index with an operator class of a B-tree, which it reads from no database, and a
 * column of a type like `Unsupported("jsonb[]")`, where a database has a list and the schema none.
 */
const explained = /"SecretStore_key_idx"|"keyPathParent"/;

/**
 * For an edit of a schema the engine must write the same, whether it gets the schema before the edit or the datamodel of a history
 * that led there, which here is what the engine itself writes for that schema. The order may differ: a database lists its tables
 * by name.
 */
describe('the datamodel of a history stands for the schema that it has led to', function () {
  this.timeout(600_000);

  before(function () {
    requireCorpus(this);
  });

  after(closeEngine);

  const corpus = findCorpus();
  if (corpus === null)
    it('needs the corpus', function () {
      requireCorpus(this);
    });
  const top = join(corpus?.directory ?? '', 'schema-edits');
  for (const repository of corpus === null ? [] : readdirSync(top)) {
    const edits = readdirSync(join(top, repository)).filter((_, index) => index % every === 0);
    const read = (edit: string, side: string) => readFileSync(join(top, repository, edit, `${side}.prisma`), 'utf8');
    const ofPostgres = edits.filter((edit) => isPostgres(read(edit, 'before')) && isPostgres(read(edit, 'after')));
    if (ofPostgres.length === 0) continue;

    it(`${repository}: ${ofPostgres.length} edits`, async () => {
      for (const edit of ofPostgres) {
        const [before, after] = [read(edit, 'before'), read(edit, 'after')];
        const [history, expected] = [await written('empty', before), await written(before, after)];
        if (history === null || expected === null || !isReadable(history)) continue;
        const datamodel = writeDatamodel(
          foldMigration(history, emptyCatalog('postgresql')),
          wantedCatalog(readSchema(after), 'postgresql'),
          null,
        );
        assert.deepEqual(statementsOf(await engineDiff(datamodel, after)), statementsOf(expected), edit);
      }
    });
  }
});

/** Null where a schema is not valid: an older Prisma's, or one file of several. */
async function written(from: string, to: string): Promise<string | null> {
  return engineDiff(from, to).catch(() => null);
}

/** `dbgenerated("…")` may hold what is no SQL. */
function isReadable(sql: string): boolean {
  return !readPostgres(sql).statements.some(({ kind }) => kind === 'invalid');
}

function statementsOf(sql: string): readonly string[] {
  const statements = readPostgres(sql).statements.map(({ span }) => sql.slice(span.start, span.end));
  return statements.filter((statement) => !explained.test(statement)).sort();
}

function isPostgres(schema: string): boolean {
  return /^\s*datasource\s+\w+\s*\{[^}]*?^\s*provider\s*=\s*"postgres(?:ql)?"/m.test(schema);
}
