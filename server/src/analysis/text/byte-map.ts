/**
 * Translates positions that PostgreSQL's parser reports, UTF-8 bytes in its tree and code points in its errors, to UTF-16
 * offsets of the same text.
 */
export interface ByteMap {
  /** The UTF-16 offset of a UTF-8 byte offset; for a byte inside a character, an offset in or right behind it. */
  readonly fromByte: (byte: number) => number;
  /** The UTF-16 offset of a code point's index. */
  readonly fromCodePoint: (index: number) => number;
}

/**
 * The positions right behind each character outside ASCII, in the three units. Up to the next such character they count in
 * step. Parallel arrays, each ascending.
 */
interface Marks {
  readonly bytes: readonly number[];
  readonly codePoints: readonly number[];
  readonly offsets: readonly number[];
}

const identity: ByteMap = { fromByte: (byte) => byte, fromCodePoint: (index) => index };

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII, whose first half are control characters.
const outsideAscii = /[^\x00-\x7f]/;

/** Costs one scan of the text; ASCII texts share the identity. */
export function byteMapOf(text: string): ByteMap {
  if (!outsideAscii.test(text)) return identity;
  const { bytes, codePoints, offsets } = marksOf(text);
  return {
    fromByte: (byte) => translate(bytes, offsets, byte),
    fromCodePoint: (index) => translate(codePoints, offsets, index),
  };
}

function marksOf(text: string): Marks {
  const bytes: number[] = [];
  const codePoints: number[] = [];
  const offsets: number[] = [];
  let byte = 0;
  let codePoint = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    byte += utf8Length(code);
    codePoint++;
    at += code > 0xffff ? 2 : 1;
    if (code > 0x7f) {
      bytes.push(byte);
      codePoints.push(codePoint);
      offsets.push(at);
    }
  }
  return { bytes, codePoints, offsets };
}

/** A lone surrogate is encoded as U+FFFD, three bytes. */
function utf8Length(code: number): number {
  if (code <= 0x7f) return 1;
  if (code <= 0x7ff) return 2;
  return code <= 0xffff ? 3 : 4;
}

function translate(marks: readonly number[], offsets: readonly number[], position: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle] ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? position : (offsets[low - 1] ?? 0) + position - (marks[low - 1] ?? 0);
}
