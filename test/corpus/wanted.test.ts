import { strict as assert } from 'node:assert';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeCatalog, sameCatalog } from '../../server/src/analysis/catalog/describe';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { foldScript } from '../../server/src/analysis/catalog/fold';
import { stringOf } from '../../server/src/analysis/schema/attributes';
import { readSchema } from '../../server/src/analysis/schema/read';
import { joinSchema, type SchemaFile } from '../../server/src/analysis/schema/schema-text';
import type { Wanted } from '../../server/src/analysis/schema/wanted/wanted';
import { wantedCatalog } from '../../server/src/analysis/schema/wanted/wanted-catalog';
import { createPostgresReader } from '../../server/src/analysis/sql/postgres/read';
import { sqliteSummary, summaryOfSqlite } from '../analysis/wanted/sqlite-summary';
import { closeEngine, engineDiff } from '../prisma-engine';
import { type Corpus, histories, requireCorpus } from './corpus';

/** Of the edits every so many-th, and of that what it leads to; with LOCKSTEP_CORPUS_ALL all, before and after. */
const everything = (process.env.LOCKSTEP_CORPUS_ALL ?? '') !== '';
const step = everything ? 1 : 12;

/** Prisma's own SQL for these is none: a default says that something is set by hand, in words. */
const notSql = /dbgenerated\("<manually set>"\)/;

interface RealSchema {
  readonly name: string;
  readonly files: readonly SchemaFile[];
}

describe('the wanted catalog of real schemas is what Prisma’s engine would make', function () {
  this.timeout(everything ? 3_600_000 : 300_000);
  after(closeEngine);

  it('PostgreSQL', async function () {
    const read = createPostgresReader();
    await compareAll(requireCorpus(this), 'postgresql', 50, (wanted, sql, { name, files }) => {
      if (files.some(({ text }) => notSql.test(text))) return assert.ok(wanted.unresolved.length > 0, name);
      const folded = foldScript(emptyCatalog('postgresql'), read(sql));
      if (!sameCatalog(wanted.catalog, folded)) assert.deepEqual(describeCatalog(wanted.catalog), describeCatalog(folded), name);
      assert.deepEqual(wanted.unresolved, [], name);
    });
  });

  it('SQLite', async function () {
    await compareAll(requireCorpus(this), 'sqlite', 5, (wanted, sql, { name }) => {
      assert.deepEqual(summaryOfSqlite(wanted.catalog), sqliteSummary(sql), name);
      assert.deepEqual(wanted.unresolved, [], name);
    });
  });
});

type Compare = (wanted: Wanted, sql: string, schema: RealSchema) => void;

async function compareAll(corpus: Corpus, provider: 'postgresql' | 'sqlite', atLeast: number, compare: Compare): Promise<void> {
  const schemas = distinct([...schemasOfHistories(corpus, provider), ...schemasOfEdits(corpus, provider)]);
  let compared = 0;
  for (const schema of schemas) {
    const sql = await engineDiff('empty', schema.files, provider).catch(() => null);
    // What the engine of Prisma 7 refuses, nobody can say what it would make of.
    if (sql === null) continue;
    compare(wantedCatalog(readSchema(joinSchema(schema.files).text), provider), sql, schema);
    compared++;
  }
  console.log(`      ${compared} of ${schemas.length} schemas compared${everything ? '' : ' (LOCKSTEP_CORPUS_ALL=1 takes all)'}`);
  assert.ok(compared >= atLeast, `only ${compared} schemas`);
  assert.ok(compared > schemas.length * 0.9, `the engine refuses ${schemas.length - compared} of ${schemas.length} schemas`);
}

function schemasOfHistories(corpus: Corpus, provider: string): readonly RealSchema[] {
  const top = join(corpus.directory, 'histories');
  return histories(corpus, provider).flatMap(({ root, schema }) => {
    const folder = join(top, root, 'schema');
    const paths = schema !== null ? [schema] : existsSync(folder) ? schemaFiles(folder) : [];
    return paths.length === 0 ? [] : [{ name: root, files: paths.map((path) => ({ path, text: readFileSync(path, 'utf8') })) }];
  });
}

function schemaFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return schemaFiles(path);
      return entry.name.endsWith('.prisma') ? [path] : [];
    });
}

function schemasOfEdits(corpus: Corpus, provider: string): readonly RealSchema[] {
  const top = join(corpus.directory, 'schema-edits');
  const edits = readdirSync(top)
    .sort()
    .flatMap((repository) =>
      readdirSync(join(top, repository))
        .sort()
        .map((edit) => join(repository, edit)),
    );
  return edits
    .filter((_, index) => index % step === 0)
    .flatMap((edit) => (everything ? ['before', 'after'] : ['after']).map((side) => `${edit}/${side}.prisma`))
    .flatMap((path) => {
      const text = readFileSync(join(top, path), 'utf8');
      return providerOf(text) === provider ? [{ name: path, files: [{ path, text }] }] : [];
    });
}

function providerOf(text: string): string | null {
  const datasource = readSchema(text).blocks.find(({ kind }) => kind === 'datasource');
  const provider = datasource?.kind === 'datasource' ? datasource.settings.find(({ name }) => name.text === 'provider') : undefined;
  const name = stringOf(provider?.value ?? null);
  return name === 'postgres' ? 'postgresql' : name;
}

function distinct(schemas: readonly RealSchema[]): readonly RealSchema[] {
  return [...new Map(schemas.map((schema) => [JSON.stringify(schema.files.map(({ text }) => text)), schema])).values()];
}
