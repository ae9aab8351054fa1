import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createSchemaReader, readSchema } from '../../server/src/analysis/schema/read';
import type { Block } from '../../server/src/analysis/schema/schema';
import { assertSoundSchema } from '../analysis/schema/soundness';
import { someSchemaTexts } from './schema-texts';

/** One edit of a text: `remove` characters at a place between 0 and 1 are replaced by `insert`. */
interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const signs = ['{', '}', '(', ')', '[', ']', '"', '@', '@@', '//', '///', ',', ':', '?', '!', '=', '.', '\\', '\n', '\r', '\n}\n', '\t'];
const words = [
  'model ',
  'enum X {',
  '\nmodel X {\n',
  'type',
  'Unsupported("',
  '@default(',
  '@@index([',
  'ß😀',
  '\0',
  '\uFEFF',
  '\uD83D',
  ' ',
];

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.oneof(fc.constant(0), fc.nat(4), fc.nat(60)),
  insert: fc.oneof(fc.constant(''), fc.constantFrom(...signs), fc.constantFrom(...words), fc.string({ unit: 'binary', maxLength: 8 })),
});

describe('10,000 mutations of schemas', () => {
  it('are read, and cost only the block that they are made in', function () {
    this.timeout(600_000);
    const texts = someSchemaTexts(60).map((text) => text.slice(0, 8_000));
    const readers = texts.map(() => createSchemaReader());
    fc.assert(
      fc.property(fc.nat(texts.length - 1), edit, (index, { at: where, remove, insert }) => {
        const text = texts[index] ?? '';
        const read = readers[index] ?? readSchema;
        const whole = read(text);
        const at = Math.floor(where * text.length);
        const mutated = text.slice(0, at) + insert + text.slice(at + remove);
        const schema = read(mutated);
        assertSoundSchema(schema, mutated);

        const before = whole.blocks.filter((block) => isClosed(block) && block.start + block.span.end < at);
        for (const block of before) assert.ok(schema.blocks.includes(block), `${block.name?.text} before the edit has changed`);
        // A block comment that an edit opens or closes may swallow the declarations behind it, as in Prisma.
        if (mutated.includes('/*')) return;
        const moved = mutated.length - text.length;
        const behind = whole.blocks.filter(({ start }) => start > lineEnd(text, at + remove));
        for (const block of behind.filter(isClosed)) {
          const found = schema.blocks.find(({ start }) => start === block.start + moved);
          assert.ok(found !== undefined && found.attributes === block.attributes, `${block.name?.text} behind the edit has changed`);
        }
      }),
      { numRuns: 10_000, seed: 20_261_120 },
    );
  });

  it('may follow one another, as while typing', function () {
    this.timeout(600_000);
    const texts = someSchemaTexts(20).map((text) => text.slice(0, 5_000));
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(edit, { minLength: 2, maxLength: 12 }), (start, edits) => {
        const read = createSchemaReader();
        let text = start;
        let last: readonly Block[] = read(text).blocks;
        for (const { at: where, remove, insert } of edits) {
          const at = Math.floor(where * text.length);
          text = text.slice(0, at) + insert + text.slice(at + remove);
          const schema = read(text);
          assert.deepEqual(schema, readSchema(text));
          const untouched = last.filter((block) => isClosed(block) && block.start + block.span.end < at);
          for (const block of untouched) assert.ok(schema.blocks.includes(block), `${block.name?.text} before the edit has changed`);
          last = schema.blocks;
        }
      }),
      { numRuns: 500, seed: 20_261_120 },
    );
  });
});

/** Where a block without a closing brace ends depends on what follows it. */
function isClosed(block: Block): boolean {
  return block.problems.length === 0;
}

function lineEnd(text: string, at: number): number {
  const found = text.slice(at).search(/[\r\n]/);
  return found === -1 ? text.length : at + found;
}
