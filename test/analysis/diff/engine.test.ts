import { strict as assert } from 'node:assert';
import { closeEngine, engineDiff } from '../../prisma-engine';
import { schemaCases } from './cases/schema';
import { prismaSchema } from './prisma-schema';
import { withoutEmpty } from './written';

/** The expectations of `cases/schema` are themselves checked: Prisma's engine must write the same. */
describe('the cases of schemas', function () {
  this.timeout(120_000);
  after(closeEngine);

  it('are what Prisma writes', async () => {
    for (const one of Object.values(schemaCases).flat()) {
      const sql = await engineDiff(prismaSchema({ ...one, schema: one.before }), prismaSchema({ ...one, schema: one.after }));
      assert.equal(withoutEmpty(sql), one.sql, one.name);
    }
  });
});
