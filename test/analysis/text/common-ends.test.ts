import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { commonEnds } from '../../../server/src/analysis/text/common-ends';

describe('what two texts have in common', () => {
  it('is found at both ends, and counted once', () => {
    assert.deepEqual(commonEnds('', ''), { prefix: 0, suffix: 0 });
    assert.deepEqual(commonEnds('', 'abc'), { prefix: 0, suffix: 0 });
    assert.deepEqual(commonEnds('abc', 'abc'), { prefix: 3, suffix: 0 });
    assert.deepEqual(commonEnds('abc', 'abcd'), { prefix: 3, suffix: 0 });
    assert.deepEqual(commonEnds('aba', 'abaXaba'), { prefix: 3, suffix: 0 });
    assert.deepEqual(commonEnds('aXbcd', 'aYYbcd'), { prefix: 1, suffix: 3 });
    assert.deepEqual(commonEnds('aa', 'aaa'), { prefix: 2, suffix: 0 });
  });

  it('is what one finds who compares code unit by code unit', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', 'é', '😀'), maxLength: 40 });
    const edited = fc
      .tuple(text, text, text, text)
      .map(([start, before, after, end]) => [start + before + end, start + after + end] as const);
    fc.assert(
      fc.property(edited, ([before, after]) => assert.deepEqual(commonEnds(before, after), oneByOne(before, after))),
      { numRuns: 500 },
    );
  });

  it('is the same in long texts', () => {
    const long = Array.from({ length: 5000 }, (_, at) => `line ${at}`).join('\n');
    for (const at of [0, 1, 1023, 1024, 4096, 30_000, long.length - 1, long.length]) {
      const other = `${long.slice(0, at)}§${long.slice(at)}`;
      assert.deepEqual(commonEnds(long, other), { prefix: at, suffix: long.length - at });
      assert.deepEqual(commonEnds(other, long), { prefix: at, suffix: long.length - at });
    }
  });
});

function oneByOne(before: string, after: string): ReturnType<typeof commonEnds> {
  const shorter = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < shorter && before[prefix] === after[prefix]) prefix++;
  let suffix = 0;
  while (suffix < shorter - prefix && before.at(-1 - suffix) === after.at(-1 - suffix)) suffix++;
  return { prefix, suffix };
}
