import assert from 'node:assert/strict';
import fc from 'fast-check';
import { prepare } from '../../../server/src/analysis/analyze';
import { createPostgresReader } from '../../../server/src/analysis/sql/postgres/read';
import { readPostgresPieces, type TextPiece } from '../../../server/src/analysis/sql/postgres/read-pieces';

const texts = [
  '-- CreateTable\nCREATE TABLE "A" (\n    "id" INTEGER NOT NULL,\n\n    CONSTRAINT "A_pkey" PRIMARY KEY ("id")\n);\n',
  '\n-- CreateIndex\nCREATE UNIQUE INDEX "A_id_key" ON "A"("id");\n',
  '\n-- AlterEnum\nBEGIN;\nCREATE TYPE "S_new" AS ENUM (\'A\');\nALTER TABLE "A" ALTER COLUMN "s" TYPE "S_new" USING ("s"::text::"S_new");\nCOMMIT;\n',
  '\n-- AlterTable\nALTER TABLE "Ä" ADD COLUMN     "x" TEXT NOT NULL DEFAULT lower(\'😀\'),\nDROP COLUMN "y";\n',
  '\nALTER TABLE "A" ADD COLUMN "half" TEXT DEFAULT (;\n',
  '\nALTER TABLE "A" ADD COLUMN "open" TEXT DEFAULT \'never closed;\n',
  '\n/* open\nSELECT 1;\n',
  '\nSELECT 2',
  '\n',
];

describe('reading a text in pieces', () => {
  before(() => prepare());

  it('gives what reading it as a whole gives, wherever a piece stands', () => {
    const known = texts.map((text): TextPiece => ({ text }));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...known, ...known.slice(0, 4)), { maxLength: 8 }), (pieces) => {
        const text = pieces.map((piece) => piece.text).join('');
        assert.deepEqual(readPostgresPieces(text, pieces), createPostgresReader()(text));
      }),
      { numRuns: 500, seed: 3 },
    );
  });

  it('reads a piece that stands where it stood no second time', () => {
    const pieces = texts.slice(0, 2).map((text): TextPiece => ({ text }));
    const text = pieces.map((piece) => piece.text).join('');
    const first = readPostgresPieces(text, pieces);
    const second = readPostgresPieces(text, pieces);
    assert.equal(second.statements[1], first.statements[1]);
  });
});
