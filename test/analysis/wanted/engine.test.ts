import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeCatalog } from '../../../server/src/analysis/catalog/describe';
import { readSchema } from '../../../server/src/analysis/schema/read';
import { wantedCatalog } from '../../../server/src/analysis/schema/wanted/wanted-catalog';
import { closeEngine, engineDiff } from '../../prisma-engine';
import { foldSql } from '../catalog/fold-sql';
import { sqliteSummary, summaryOfSqlite } from './sqlite-summary';

const folder = join(__dirname, 'schemas');

function schemas(provider: string): readonly { readonly name: string; readonly text: string }[] {
  return readdirSync(join(folder, provider)).map((file) => ({ name: file, text: readFileSync(join(folder, provider, file), 'utf8') }));
}

/** Each schema holds what one subject has to offer; the engine says what Prisma makes of it. */
describe('the wanted catalog is what Prisma’s engine would make', function () {
  this.timeout(60_000);
  after(closeEngine);

  for (const { name, text } of schemas('postgresql')) {
    it(`PostgreSQL: ${name}`, async () => {
      const wanted = wantedCatalog(readSchema(text), 'postgresql');
      const folded = foldSql(await engineDiff('empty', text));
      assert.ok(folded.tables.size > 0, 'the engine makes no table');
      assert.deepEqual(describeCatalog(wanted.catalog), describeCatalog(folded));
      assert.deepEqual(wanted.unresolved, []);
    });
  }

  for (const { name, text } of schemas('sqlite')) {
    it(`SQLite: ${name}`, async () => {
      const wanted = wantedCatalog(readSchema(text), 'sqlite');
      const made = sqliteSummary(await engineDiff('empty', text, 'sqlite'));
      assert.ok(made.length > 0, 'the engine makes no table');
      assert.deepEqual(summaryOfSqlite(wanted.catalog), made);
      assert.deepEqual(wanted.unresolved, []);
    });
  }
});
