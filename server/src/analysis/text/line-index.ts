/** A place in a text as editors count it: zero-based line, and UTF-16 code units from the start of that line. */
export interface LinePosition {
  readonly line: number;
  readonly character: number;
}

/** Where each line of one text begins. */
export interface LineIndex {
  /** UTF-16 offsets of line starts; the first is 0. */
  readonly starts: readonly number[];
  readonly length: number;
}

const lineBreak = /\r\n?|\n/g;

/** Lines end with LF, CRLF or a lone CR, as the language server protocol counts them. */
export function lineIndexOf(text: string): LineIndex {
  const starts = [0];
  lineBreak.lastIndex = 0;
  while (lineBreak.test(text)) starts.push(lineBreak.lastIndex);
  return { starts, length: text.length };
}

/** Offsets outside the text are clamped to its ends. */
export function positionAt(index: LineIndex, offset: number): LinePosition {
  const clamped = Math.min(Math.max(offset, 0), index.length);
  let low = 0;
  let high = index.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((index.starts[middle] ?? 0) <= clamped) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: clamped - (index.starts[low] ?? 0) };
}

/** A character behind the end of its line means the start of the next line; a line behind the last one, the end of the text. */
export function offsetAt(index: LineIndex, position: LinePosition): number {
  if (position.line < 0) return 0;
  const start = index.starts[position.line];
  if (start === undefined) return index.length;
  const next = index.starts[position.line + 1] ?? index.length;
  return Math.min(start + Math.max(position.character, 0), next);
}
