import { strict as assert } from 'node:assert';
import { foldSql } from '../catalog/fold-sql';
import { historyCases } from './cases/history';
import { schemaCases } from './cases/schema';
import { prismaSchema } from './prisma-schema';
import { wantedOf, withoutEmpty, written } from './written';

/** The expected SQL is Prisma's own: `engine.test.ts` and `test/corpus/diff-on-server.test.ts` compare it with the engine. */
describe('the migration from one schema to another', () => {
  for (const [subject, cases] of Object.entries(schemaCases)) {
    describe(subject, () => {
      for (const one of cases) {
        it(one.name, () => {
          const before = wantedOf(prismaSchema({ ...one, schema: one.before }));
          const wanted = wantedOf(prismaSchema({ ...one, schema: one.after }));
          assert.equal(withoutEmpty(written(before.catalog, wanted, 'schema').text), one.sql);
        });
      }
    });
  }
});

describe('the migration from a history to its schema', () => {
  for (const [subject, cases] of Object.entries(historyCases)) {
    describe(subject, () => {
      for (const one of cases) {
        it(one.name, () => {
          assert.equal(withoutEmpty(written(foldSql(one.history), wantedOf(prismaSchema(one)), 'migrations').text), one.sql);
        });
      }
    });
  }
});
