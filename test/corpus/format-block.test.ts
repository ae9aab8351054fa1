import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatBlock } from '../../server/src/analysis/schema/format-block';
import { readSchema } from '../../server/src/analysis/schema/read';
import { formatted } from '../../server/src/project/prisma-engine/formatter';
import { requireCorpus } from './corpus';

/** Of the schemas every so many-th; with LOCKSTEP_CORPUS_ALL all. */
const step = (process.env.LOCKSTEP_CORPUS_ALL ?? '') !== '' ? 1 : 25;

describe('blocks of real schemas', function () {
  this.timeout(600_000);

  it('are formatted as by Prisma itself, as they are and with a line added', function () {
    const { directory } = requireCorpus(this);
    const paths = readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.prisma'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    const blocks = new Set(paths.filter((_, index) => index % step === 0).flatMap((path) => blocksOf(readFileSync(path, 'utf8'))));
    let open = 0;
    for (const text of blocks) {
      const lines = text.split('\n');
      const line = text.startsWith('enum') ? '  ADDED_BY_AN_EDIT @map("é")' : '  addedByAnEdit String? @map("é") @unique';
      const added = lines.toSpliced(1 + (text.length % Math.max(1, lines.length - 1)), 0, line);
      for (const one of [text, added.join('\n')]) {
        const own = formatBlock(one, 2);
        if (own === null) open += 1;
        else assert.equal(own, formatted({ text: one, indentation: 2 }).replace(/\n$/, ''));
      }
    }
    assert.ok(blocks.size > 500, `${blocks.size} blocks`);
    assert.ok(open * 100 < blocks.size, `${open} of ${2 * blocks.size} are left open`);
  });
});

/** Models, views, types and enums. */
function blocksOf(file: string): readonly string[] {
  const text = file.replaceAll('\r\n', '\n');
  return readSchema(text).blocks.flatMap((block) => {
    const isDeclared = 'fields' in block || 'values' in block;
    return isDeclared ? [text.slice(block.start + block.span.start, block.start + block.span.end)] : [];
  });
}
