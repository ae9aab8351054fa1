import { readSchema } from '../../schema/read';
import type { Block } from '../../schema/schema';
import { covers, type Span, spanOf } from '../../text/span';
import { type TextEdit, withEdits } from '../clause';

/** A file of a schema and what of it changes. */
export interface EditedText {
  readonly before: string;
  /** In the text before. */
  readonly edits: readonly TextEdit[];
  /** The whole text afterwards. */
  readonly text: string;
}

/** As the reader of schemas places one. */
export type PlacedBlock = Pick<Block, 'kind' | 'start' | 'span'>;

/** A block that edits change inside. */
export interface TouchedBlock {
  /** In the text before. */
  readonly span: Span;
  readonly before: string;
  readonly after: string;
}

/**
 * Models, views, types and enums. One that comes or goes as a whole is none, nor one that an edit leads out of. `blocks`: of the text before,
 * where they are known.
 */
export function touchedBlocks(
  { before: text, edits }: Pick<EditedText, 'before' | 'edits'>,
  blocks: readonly PlacedBlock[] = readSchema(text).blocks,
): readonly TouchedBlock[] {
  return blocks.flatMap((block) => {
    const span = spanOf(block.start + block.span.start, block.start + block.span.end);
    const touching = edits.filter((edit) => touches(edit, span));
    if (!isFormatted(block.kind) || touching.length === 0 || touching.some((edit) => !covers(span, edit.span))) return [];
    const before = text.slice(span.start, span.end);
    const inside = touching.map((edit) => ({ ...edit, span: spanOf(edit.span.start - span.start, edit.span.end - span.start) }));
    return [{ span, before, after: withEdits(before, inside) }];
  });
}

/**
 * The file with other texts for some of its touched blocks. One that says something else than the edit is left out: a formatter moves what
 * there is and adds white space.
 */
export function withBlockTexts<Edited extends EditedText>(file: Edited, texts: ReadonlyMap<TouchedBlock, string>): Edited {
  const own = [...texts].filter(([{ after }, text]) => text !== after && saysTheSame(after, text));
  if (own.length === 0) return file;
  const others = file.edits.filter((edit) => !own.some(([{ span }]) => touches(edit, span)));
  const edits = [...others, ...own.map(([block, text]) => narrowed(block, text))].sort((a, b) => a.span.start - b.span.start);
  return { ...file, edits, text: withEdits(file.before, edits) };
}

/** From one text of a schema to another, an edit for each block that changes; null where they differ in more than what is inside blocks. */
export function blockEdits(before: string, after: string): readonly TextEdit[] | null {
  const [from, to] = [placedBlocks(before), placedBlocks(after)];
  if (from.around.join('\0') !== to.around.join('\0')) return null;
  return from.blocks.flatMap((block, index) => {
    const text = to.blocks[index]?.before ?? block.before;
    return text === block.before ? [] : [narrowed(block, text)];
  });
}

/** The blocks of a text, and what stands before, between and behind them. */
function placedBlocks(text: string): {
  readonly blocks: readonly Pick<TouchedBlock, 'span' | 'before'>[];
  readonly around: readonly string[];
} {
  const spans = readSchema(text).blocks.map(({ start, span }) => spanOf(start + span.start, start + span.end));
  const starts = [0, ...spans.map(({ end }) => end)];
  return {
    blocks: spans.map((span) => ({ span, before: text.slice(span.start, span.end) })),
    around: starts.map((start, index) => text.slice(start, spans[index]?.start ?? text.length)),
  };
}

/** What is inserted right before or behind does not. */
function touches(edit: TextEdit, { start, end }: Span): boolean {
  return edit.span.start < end && edit.span.end > start;
}

function isFormatted(kind: string): boolean {
  return kind === 'model' || kind === 'view' || kind === 'type' || kind === 'enum';
}

function saysTheSame(a: string, b: string): boolean {
  const characters = (text: string): string => [...text.replace(/\s+/g, '')].sort().join('');
  return characters(a) === characters(b);
}

/** The edit of a block, without the lines that stay at both of its ends. */
function narrowed({ span, before }: Pick<TouchedBlock, 'span' | 'before'>, text: string): TextEdit {
  const [from, to] = [before.split('\n'), text.split('\n')];
  const most = Math.min(from.length, to.length);
  let above = 0;
  while (above < most && from[above] === to[above]) above++;
  let below = 0;
  while (below < most - above && from.at(-1 - below) === to.at(-1 - below)) below++;
  const length = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length + 1, 0);
  // Lines count with their newlines; a block that changes up to its end has none there.
  const end = below === 0 ? before.length : before.length - length(from.slice(from.length - below));
  const endOfText = below === 0 ? text.length : text.length - length(to.slice(to.length - below));
  const start = Math.min(length(from.slice(0, above)), end, endOfText);
  return { span: spanOf(span.start + start, span.start + end), text: text.slice(start, endOfText) };
}
