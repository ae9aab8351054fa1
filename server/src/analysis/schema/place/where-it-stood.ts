import { type Span, spanOf } from '../../text/span';
import type { Block, Schema } from '../schema';
import { firstLine } from './block-spans';
import type { Placing } from './place';

/**
 * Where a block stood that is gone: at the closing brace of the block before it, else at the keyword of the one behind it.
 * Neighbours that are gone as well are passed over. Without a neighbour, or without the block: the schema's first line.
 */
export function whereItStood(gone: Block | null, { text, wanted, previous }: Placing): Span {
  const blocks = previous()?.schema.blocks ?? [];
  const index = gone === null ? -1 : blocks.findIndex(({ start }) => start === gone.start);
  if (index === -1) return firstLine(text);
  const before = nearest(blocks.slice(0, index).reverse(), wanted.schema);
  if (before !== null) return closingBrace(before);
  const behind = nearest(blocks.slice(index + 1), wanted.schema);
  return behind === null ? firstLine(text) : keyword(behind);
}

/**
 * For a place that `whereItStood` has found, the text between the two neighbours: there a comment about what is gone stands.
 * Null for every other place.
 */
export function gapAt(span: Span, { blocks }: Schema, text: string): Span | null {
  for (const [index, block] of blocks.entries()) {
    if (isSame(closingBrace(block), span)) return spanOf(span.end, blocks[index + 1]?.start ?? text.length);
    const before = blocks[index - 1];
    if (isSame(keyword(block), span)) return spanOf(before === undefined ? 0 : closingBrace(before).end, span.start);
  }
  return null;
}

/** The first of the blocks that the schema still has, as it stands there. */
function nearest(blocks: readonly Block[], { blocks: present }: Schema): Block | null {
  for (const { kind, name } of blocks) {
    const found = present.find((candidate) => candidate.kind === kind && candidate.name?.text === name?.text);
    if (found !== undefined && name !== null) return found;
  }
  return null;
}

function closingBrace({ start, span }: Block): Span {
  return spanOf(Math.max(start, start + span.end - 1), start + span.end);
}

function keyword({ start, kind }: Block): Span {
  return spanOf(start, start + kind.length);
}

function isSame(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}
