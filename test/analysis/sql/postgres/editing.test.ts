import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createPostgresReader } from '../../../../server/src/analysis/sql/postgres/read';

const start = `-- Größe 🐘
CREATE TABLE "User" ("id" TEXT NOT NULL DEFAULT 'x', PRIMARY KEY ("id"));
ALTER TABLE "User" ADD COLUMN "ä" INT, DROP COLUMN "b";
DO $$ BEGIN DROP TYPE a; END $$;
/* why */ UPDATE "User" SET "ä" = 1 WHERE "b" IS NULL; DROP TYPE a; DROP TYPE a;
CREATE INDEX ON "User" (lower("ä"));
`;

/** Replace `deleted` characters at `at` (a fraction of the text) by `inserted`. */
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  deleted: fc.integer({ min: 0, max: 6 }),
  inserted: fc.constantFrom('', ' ', "'", '"', '$$', '$', ';', '\n', 'DROP', 'x', '/*', '*/', '--', '(', ')', '🐘', '\nDROP TYPE b;\n'),
});

describe('reading while typing', () => {
  it('gives what reading afresh gives', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
        const typing = createPostgresReader();
        let text = start;
        typing(text);
        for (const { at, deleted, inserted } of edits) {
          const offset = Math.floor(at * text.length);
          text = text.slice(0, offset) + inserted + text.slice(offset + deleted);
          assert.deepEqual(typing(text), createPostgresReader()(text));
        }
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('reads only the statement that changed', () => {
    const typing = createPostgresReader();
    const before = typing(start);
    const after = typing(start.replace('DROP COLUMN "b"', 'DROP COLUMN "c"'));
    assert.equal(after.statements[0]?.operations, before.statements[0]?.operations);
    assert.notEqual(after.statements[1]?.operations, before.statements[1]?.operations);
    assert.equal(after.statements[2]?.operations, before.statements[2]?.operations);
  });
});
