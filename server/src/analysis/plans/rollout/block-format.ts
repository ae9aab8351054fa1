import { formatBlock } from '../../schema/format-block';
import { type EditedText, type PlacedBlock, type TouchedBlock, touchedBlocks, withBlockTexts } from './touched-blocks';

/** Of a block, in blanks: that of its first line. Prisma's extension takes it from the editor. */
export function indentationOf(block: string): number {
  return /^ +(?=\S)/m.exec(block)?.[0].length ?? 2;
}

/** A text that has newlines alone, with the line ends of another one. */
export function withLineEndsOf(block: string, text: string): string {
  return block.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
}

export function withNewlines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/**
 * An edited file of a schema with each touched block formatted that was formatted before, at once and without Prisma's own formatter.
 * `blocks`: of the text before, where they are known.
 */
export function formattedAtOnce<Edited extends EditedText>(file: Edited, blocks?: readonly PlacedBlock[]): Edited {
  const texts = touchedBlocks(file, blocks).flatMap((block): readonly (readonly [TouchedBlock, string])[] => {
    const format = (text: string): string | null => {
      const formatted = formatBlock(withNewlines(text), indentationOf(block.before));
      return formatted === null ? null : withLineEndsOf(block.before, formatted);
    };
    const after = format(block.before) === block.before ? format(block.after) : null;
    return after === null ? [] : [[block, after]];
  });
  return withBlockTexts(file, new Map(texts));
}
