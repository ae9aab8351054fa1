import { indentationOf, withLineEndsOf, withNewlines } from '../../analysis/plans/rollout/block-format';
import { type EditedText, type TouchedBlock, touchedBlocks, withBlockTexts } from '../../analysis/plans/rollout/touched-blocks';
import type { Engine } from './engine';
import type { FormatText } from './formatter';

/**
 * Edited files with each touched block as Prisma's own formatter leaves it, where the block was formatted before the edit. All others, and
 * everything outside of blocks, stay as a person has written them. Without an answer of the formatter the edits stay as they are.
 */
export async function formattedEdits<Edited extends EditedText & { readonly path: string }>(
  engine: Pick<Engine, 'format'>,
  files: readonly Edited[],
): Promise<readonly Edited[]> {
  const touched = files.map((file) => (file.path.endsWith('.prisma') ? touchedBlocks(file) : []));
  const blocks = touched.flat();
  if (blocks.length === 0) return files;
  const result = await engine.format(blocks.flatMap(({ before, after }) => [before, after].map((text) => formatText(before, text))));
  if (result.type !== 'formatted') return files;
  const texts = new Map(
    blocks.flatMap((block, index): readonly (readonly [TouchedBlock, string])[] => {
      const [before, after] = result.texts.slice(2 * index, 2 * index + 2);
      if (before === undefined || after === undefined || asIn(block.before, before) !== block.before) return [];
      return [[block, asIn(block.before, after)]];
    }),
  );
  return files.map((file, index) => withBlockTexts(file, new Map([...texts].filter(([block]) => touched[index]?.includes(block)))));
}

function formatText(before: string, text: string): FormatText {
  return { text: withNewlines(text), indentation: indentationOf(before) };
}

/** The formatter ends a text with a newline. */
function asIn(block: string, formatted: string): string {
  return withLineEndsOf(block, formatted.replace(/\n$/, ''));
}
