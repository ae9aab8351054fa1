import assert from 'node:assert/strict';
import { readSchema } from '../../server/src/analysis/schema/read';
import { assertSoundSchema } from '../analysis/schema/soundness';

/** Texts that make a careless reader slow or deep: each piece repeated up to a length. */
const hostile: readonly (readonly [name: string, before: string, piece: string, after: string])[] = [
  ['parentheses', 'model A {\n  a Int @default', '(', '\n  b Int\n}'],
  ['calls', 'model A {\n  a Int @default(', 'a(', '\n}'],
  ['brackets', 'model A {\n  @@index(', '[', '\n}'],
  ['objects', 'model A {\n  @@index(where: ', '{a:', '\n}'],
  ['commas', 'model A {\n  @@index([', ',', '])\n}'],
  ['values that are none', 'model A {\n  @@index([', '$ ,', '])\n}'],
  ['space behind a keyword', 'model', ' ', '$'],
  ['space in an argument', 'model A {\n  a Int @default(1 $', ' ', '$)\n}'],
  ['comments that are never closed', 'model A {\n', ' /* ', ''],
  ['comments one after the other', '', '/* x */ ', ''],
  ['comments between braces', '', '} /**/ ', ''],
  ['line comments', '', '// x\n', ''],
  ['closing braces', '', '}\n', ''],
  ['headers without a brace', '', 'model A\n', ''],
  ['headers', '', 'model A {\n', ''],
  ['headers on one line', '', 'model A {', ''],
  ['empty blocks', '', 'enum A { }\n', ''],
  ['aliases', '', 'type A = B\n', ''],
  ['quotes', 'model A {\n', '"', '\n}'],
  ['lines with a quote', '', '"\n', ''],
  ['backslashes', 'model A {\n  a Int @map("', '\\', '")\n}'],
  ['at signs', 'model A {\n  a', '@', '\n}'],
  ['attributes', 'model A {\n  a Int ', '@id ', '\n}'],
  ['block attributes', 'model A {\n  ', '@@id ', '\n}'],
  ['dots', 'model A {\n  a Int @a', '.a', '\n}'],
  ['fields', 'model A {\n', 'a Int @default(1) // x\n', '}'],
  ['one word', '', 'a', ''],
  ['one word of another script', 'model ', '日', ' {\n}'],
  ['words', '', 'a ', '{'],
  ['carriage returns', '', '\r', ''],
  ['zeros', '', '\0', ''],
  ['emoji', 'enum A {\n', '😀', '\n}'],
];

describe('hostile schemas', () => {
  for (const [name, before, piece, after] of hostile) {
    it(`${name} are read`, function () {
      this.timeout(120_000);
      const text = before + piece.repeat(Math.ceil(100_000 / piece.length)) + after;
      assertSoundSchema(readSchema(text), text);
    });
  }

  it('are read in a time that grows with their length', function () {
    this.timeout(300_000);
    // What grows with the square does so every time; a collection of garbage that falls into one measurement does not come again.
    const slow = hostile.filter((one) => [1, 2, 3].every(() => growsTooFast(one)));
    assert.deepEqual(
      slow.map(([name]) => name),
      [],
    );
  });
});

function growsTooFast([, before, piece, after]: (typeof hostile)[number]): boolean {
  const seconds = [150_000, 1_200_000].map((length) => {
    const text = before + piece.repeat(Math.ceil(length / piece.length)) + after;
    return Math.min(userSeconds(text), userSeconds(text));
  });
  // Eight times the text; where the time grows with its square it takes 64 times as long.
  const [short = 0, whole = 0] = seconds;
  return whole > 0.1 && whole > 30 * short;
}

function userSeconds(text: string): number {
  const before = process.cpuUsage();
  readSchema(text);
  return process.cpuUsage(before).user / 1e6;
}
