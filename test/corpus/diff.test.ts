import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { describeCatalog } from '../../server/src/analysis/catalog/describe';
import { diffCatalogs } from '../../server/src/analysis/catalog/diff/diff';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { foldScript } from '../../server/src/analysis/catalog/fold';
import { readPostgres } from '../../server/src/analysis/sql/postgres/read';
import { foldSql } from '../analysis/catalog/fold-sql';
import { wantedOf, withoutEmpty, written } from '../analysis/diff/written';
import { closeEngine, engineDiff } from '../prisma-engine';
import { type History, histories, requireCorpus } from './corpus';
import { type SchemaEdit, schemaEdits } from './schema-edits';
import { schemaOf } from './schema-of';

const every = process.env.LOCKSTEP_TEST_ALL === '1' ? 1 : 24;

/** What Prisma itself writes again in every migration: it reads no operator class of a B-tree from a database. */
const restless: ReadonlySet<string> = new Set([
  'DROP INDEX "SecretStore_key_idx"',
  'CREATE INDEX "SecretStore_key_idx" ON "SecretStore"("key" text_pattern_ops)',
]);

describe('real edits of schemas', function () {
  this.timeout(900_000);
  after(closeEngine);

  it('give the migration that Prisma writes, byte for byte, and one that leads to the new schema', async function () {
    const edits = [...schemaEdits(requireCorpus(this), 'postgresql')].filter((_, place) => place % every === 0);
    const differences: string[] = [];
    let compared = 0;
    for (const edit of edits) {
      const prismas = await engineDiff(edit.before, edit.after).catch(() => null);
      if (prismas === null) continue;
      compared++;
      const [before, wanted] = [wantedOf(edit.before), wantedOf(edit.after)];
      const { text } = written(before.catalog, wanted, 'schema');
      if (comparable(text) !== comparable(prismas)) differences.push(`${nameOf(edit)}: another text`);
      const after = foldScript(before.catalog, readPostgres(text));
      if (shape(after) !== shape(wanted.catalog)) differences.push(`${nameOf(edit)}: another catalog`);
    }
    console.log(`      ${compared} of ${edits.length} edits compared, each ${every}th`);
    assert.ok(compared > edits.length * 0.9, 'most schemas are valid');
    assert.deepEqual(differences, []);
  });

  it('are no edits where nothing changes', function () {
    for (const edit of [...schemaEdits(requireCorpus(this), 'postgresql')].filter((_, place) => place % every === 0)) {
      const wanted = wantedOf(edit.after);
      assert.equal(written(wanted.catalog, wantedOf(edit.after), 'schema').text, '', nameOf(edit));
      const again = written(wanted.catalog, wantedOf(edit.after), 'migrations').text;
      assert.deepEqual(
        statementsOf(again).filter((statement) => !restless.has(statement)),
        [],
        nameOf(edit),
      );
    }
  });
});

describe('a real history beside itself', function () {
  this.timeout(120_000);

  it('is no difference', function () {
    for (const { root, migrations } of histories(requireCorpus(this), 'postgresql')) {
      const [one, other] = [0, 1].map(() => foldSql(...migrations.map(({ path }) => readFileSync(path, 'utf8'))));
      assert.ok(one !== undefined && other !== undefined);
      const schemas = [...one.schemas];
      const options = {
        provider: 'postgresql',
        schemas,
        extensions: null,
        previewFeatures: new Set<string>(),
        prismaVersion: null,
        unresolved: [],
      } as const;
      assert.deepEqual(diffCatalogs(one, other, { ...options, from: 'schema' }), [], root);
    }
  });
});

describe('a real history and the migration that its schema wants', function () {
  this.timeout(300_000);

  it('lead to the schema from any point of the history, so that nothing is left to do', function () {
    const corpus = requireCorpus(this);
    let migrated = 0;
    for (const history of histories(corpus, 'postgresql')) {
      const wanted = wantedOf(
        schemaOf(corpus, history)
          .map(({ text }) => text)
          .join('\n'),
      );
      for (const before of someStates(history)) {
        const sql = written(before, wanted, 'migrations').text;
        const script = readPostgres(sql);
        assert.deepEqual(script.errors, [], history.root);
        const after = foldScript(before, script);
        const left = statementsOf(written(after, wanted, 'migrations').text).filter((statement) => !isRefused(statement, after));
        assert.deepEqual(
          left.filter((statement) => !restless.has(statement)),
          [],
          history.root,
        );
        if (sql !== '') migrated++;
      }
    }
    assert.ok(migrated > 40, `${migrated} migrations`);
  });
});

/** The catalogs at the beginning, at the end, and at three points between. */
function someStates({ migrations }: History): readonly Catalog[] {
  const states = [emptyCatalog('postgresql')];
  for (const { path } of migrations)
    states.push(foldScript(states.at(-1) ?? emptyCatalog('postgresql'), readPostgres(readFileSync(path, 'utf8'))));
  return [0, 0.25, 0.5, 0.75, 1].flatMap((part) => states[Math.floor((states.length - 1) * part)] ?? []);
}

/**
 * What Prisma writes and a server refuses: a table where a view has its name, an index where a partial one has it, which Prisma
 * keeps, and to drop the index of a constraint by itself.
 */
function isRefused(statement: string, { views, indexes }: Catalog): boolean {
  const table = /^(?:CREATE TABLE|ALTER TABLE|CREATE (?:UNIQUE )?INDEX "[^"]+" ON) "([^"]+)"/.exec(statement)?.[1];
  const created = /^CREATE (?:UNIQUE )?INDEX "([^"]+)"/.exec(statement)?.[1];
  const dropped = indexes.get(`public.${/^DROP INDEX "([^"]+)"/.exec(statement)?.[1]}`);
  return views.has(`public.${table}`) || indexes.has(`public.${created}`) || (dropped !== undefined && dropped.constraint !== null);
}

function statementsOf(sql: string): readonly string[] {
  return readPostgres(sql).statements.map(({ span }) => sql.slice(span.start, span.end));
}

function nameOf({ repository, migration }: SchemaEdit): string {
  return `${repository}/${migration}`;
}

/** From one schema to another Prisma knows no sequence's name, and writes `DROP SEQUENCE ""`. */
function comparable(sql: string): string {
  return withoutEmpty(sql.replace(/^DROP SEQUENCE .*\n/gm, ''));
}

/** A catalog without what Prisma leaves as it is: the order of columns and of an enum's values, the names of sequences. */
function shape(catalog: Catalog): string {
  const { tables, types, indexes, schemas, extensions } = describeCatalog(catalog);
  const sorted = (text: string) => text.split(', ').sort().join(', ');
  return JSON.stringify({
    schemas,
    extensions,
    indexes,
    types: Object.fromEntries(Object.entries(types).map(([id, text]) => [id, sorted(text.replace(/[()]/g, ', '))])),
    tables: Object.fromEntries(
      Object.entries(tables).map(([id, { columns, constraints }]) => [
        id,
        { columns: columns.map((column) => column.replace(/default nextval\(.*$/, 'default nextval')).sort(), constraints },
      ]),
    ),
  });
}
