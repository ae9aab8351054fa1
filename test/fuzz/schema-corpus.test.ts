import assert from 'node:assert/strict';
import { createSchemaReader, readSchema } from '../../server/src/analysis/schema/read';
import type { Block } from '../../server/src/analysis/schema/schema';
import { assertSoundSchema } from '../analysis/schema/soundness';
import { schemaTexts } from './schema-texts';

describe('every schema of the corpus', () => {
  it('is read without a problem, and no line is left out', function () {
    this.timeout(300_000);
    const texts = schemaTexts();
    const read = createSchemaReader();
    const sound = new Set<unknown>();
    for (const text of texts) {
      const schema = read(text);
      for (const block of schema.blocks) {
        assert.notEqual(block.kind, 'unknown', text.slice(block.start, block.start + 80));
        assert.deepEqual(block.problems, []);
      }
      // What has been looked at once is looked at no more: most blocks stand in hundreds of texts.
      const fresh = schema.blocks.filter((block) => !sound.has(partsOf(block)));
      for (const block of fresh) sound.add(partsOf(block));
      assertSoundSchema({ ...schema, blocks: fresh }, blankedOut(text, schema.blocks, fresh));
    }
    console.log(`      ${texts.length} schemas, ${sound.size} different blocks`);
  });

  it('is read the same whatever was read before', function () {
    this.timeout(300_000);
    const texts = schemaTexts().filter((_, index) => index % 10 === 0);
    const read = createSchemaReader();
    for (const text of texts) assert.deepEqual(read(text), readSchema(text));
  });
});

/** What blocks of the same text share, wherever they stand. */
function partsOf(block: Block): unknown {
  return block.attributes;
}

/** The text with spaces where the blocks stand that are not of interest. */
function blankedOut(text: string, blocks: readonly Block[], except: readonly Block[]): string {
  const kept = new Set(except);
  let at = 0;
  const pieces: string[] = [];
  for (const block of blocks) {
    const end = block.start + block.span.end;
    pieces.push(text.slice(at, block.start), kept.has(block) ? text.slice(block.start, end) : ' '.repeat(block.span.end));
    at = end;
  }
  return pieces.join('') + text.slice(at);
}
