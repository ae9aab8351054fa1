import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { apply } from '../../../server/src/analysis/catalog/apply/apply';
import { describeCatalog } from '../../../server/src/analysis/catalog/describe';
import { draftOf, emptyCatalog, snapshot } from '../../../server/src/analysis/catalog/draft';
import { parseCatalog, serializeCatalog } from '../../../server/src/analysis/catalog/serialize';
import type { Operation } from '../../../server/src/analysis/operation/operation';
import { readPostgres } from '../../../server/src/analysis/sql/postgres/read';
import { casesBySubject } from './cases';
import { foldSql } from './fold-sql';
import { assertSound } from './invariants';

const operations = (): readonly Operation[] =>
  Object.values(casesBySubject)
    .flat()
    .flatMap(({ sql }) => readPostgres(sql).statements.flatMap((statement) => statement.operations));

describe('a catalog', () => {
  it('is sound after every case', () => {
    for (const { sql } of Object.values(casesBySubject).flat()) assertSound(foldSql(sql));
  });

  it('is sound after any operations in any order', () => {
    const all = operations();
    fc.assert(
      fc.property(fc.array(fc.nat({ max: all.length - 1 }), { minLength: 1, maxLength: 60 }), (places) => {
        const draft = draftOf(emptyCatalog('postgresql'));
        for (const place of places) {
          const operation = all[place];
          if (operation !== undefined) apply(draft, operation);
        }
        assertSound(snapshot(draft));
      }),
      { numRuns: 300 },
    );
  });

  it('is left as it was by what is done to a draft of it', () => {
    const all = operations();
    const draft = draftOf(emptyCatalog('postgresql'));
    for (const operation of all) {
      const before = snapshot(draft);
      const described = JSON.stringify(describeCatalog(before));
      apply(draft, operation);
      assert.equal(JSON.stringify(describeCatalog(before)), described);
    }
  });

  it('is not read from a text of another form', () => {
    const text = serializeCatalog(foldSql('CREATE TABLE a (id serial PRIMARY KEY, b text DEFAULT 1)'));
    assert.notEqual(parseCatalog(text), null);
    for (const broken of [
      '',
      '{',
      'null',
      '[]',
      '{}',
      text.slice(0, -1),
      text.replace('"notNull":true', '"notNull":1'),
      text.replace('"columns"', '"c"'),
    ]) {
      assert.equal(parseCatalog(broken), null, broken);
    }
  });
});
