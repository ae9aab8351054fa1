import { strict as assert } from 'node:assert';
import { casesBySubject, publicSchema } from './cases';
import { catalogFacts } from './catalog-facts';
import { foldSql } from './fold-sql';

describe('a folded catalog holds what the server would', () => {
  for (const [subject, cases] of Object.entries(casesBySubject)) {
    describe(subject, () => {
      for (const { name, sql, facts } of cases) {
        it(name, () => {
          assert.deepEqual(
            catalogFacts(foldSql(sql)).filter((fact) => fact !== publicSchema),
            facts,
          );
        });
      }
    });
  }
});
