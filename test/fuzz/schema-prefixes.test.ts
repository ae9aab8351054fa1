import assert from 'node:assert/strict';
import { createSchemaReader } from '../../server/src/analysis/schema/read';
import { assertSoundSchema } from '../analysis/schema/soundness';
import { someSchemaTexts } from './schema-texts';

/** `LOCKSTEP_FUZZ=long` takes every prefix of the 200 schemas; otherwise every prefix of the first, and some of the others. */
const long = process.env.LOCKSTEP_FUZZ === 'long';

describe('prefixes of 200 schemas', () => {
  it('are read, and what stands before the cut is as in the whole text', function () {
    this.timeout(long ? 7_200_000 : 300_000);
    let prefixes = 0;
    const texts = someSchemaTexts(200);
    texts.forEach((text, index) => {
      const read = createSchemaReader();
      const whole = read(text);
      for (const length of cuts(text.length, index)) {
        const prefix = read(text.slice(0, length));
        const finished = whole.blocks.filter(({ start, span }) => start + span.end <= length);
        finished.forEach((block, nth) => {
          assert.equal(prefix.blocks[nth], block);
        });
        if (prefixes++ % 50 === 0) assertSoundSchema(prefix, text.slice(0, length));
      }
    });
    console.log(`      ${prefixes} prefixes of ${texts.length} schemas`);
  });
});

/** The lengths at which a text is cut: all, or about a hundred that differ from text to text; the longest first. */
function cuts(length: number, index: number): readonly number[] {
  const step = long || index === 0 ? 1 : Math.max(1, Math.floor(length / 100));
  return Array.from({ length: Math.floor(length / step) }, (_, nth) => nth * step + (index % step)).reverse();
}
