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

/** Lines end with LF, CRLF or a lone CR, as the language server protocol counts them. */
export function lineIndexOf(text: string): LineIndex {
  const starts = [0];
  // To look for one character is many times faster than to look for a pattern, and most texts have no CR at all.
  let feed = text.indexOf('\n');
  let carriage = text.indexOf('\r');
  while (feed >= 0 || carriage >= 0) {
    const isFeed = carriage < 0 || (feed >= 0 && feed < carriage);
    const at = isFeed || feed === carriage + 1 ? feed + 1 : carriage + 1;
    starts.push(at);
    if (feed >= 0 && feed < at) feed = text.indexOf('\n', at);
    if (carriage >= 0 && carriage < at) carriage = text.indexOf('\r', at);
  }
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
