/**
 * Translates positions that PostgreSQL's parser reports, UTF-8 bytes in its tree and code points in its errors, to UTF-16
 * offsets of the same text.
 */
export interface ByteMap {
  /** The UTF-16 offset of a UTF-8 byte offset; the next character's for a byte inside a character. */
  readonly fromByte: (byte: number) => number;
  /** The UTF-16 offset of a code point's index. */
  readonly fromCodePoint: (index: number) => number;
}

/** One character outside ASCII: where it begins, in each of the three units. */
interface Wide {
  readonly byte: number;
  readonly codePoint: number;
  readonly offset: number;
}

const identity: ByteMap = { fromByte: (byte) => byte, fromCodePoint: (index) => index };

/** Costs one scan of the text; ASCII texts share the identity. */
export function byteMapOf(text: string): ByteMap {
  const wide = wideCharactersOf(text);
  if (wide.length === 0) return identity;
  return {
    fromByte: (byte) => translate(wide, byte, (mark) => mark.byte),
    fromCodePoint: (index) => translate(wide, index, (mark) => mark.codePoint),
  };
}

/** The position behind each wide character, where the three units count in step again until the next one. */
function wideCharactersOf(text: string): readonly Wide[] {
  const wide: Wide[] = [];
  let byte = 0;
  let codePoint = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    const units = code > 0xffff ? 2 : 1;
    byte += utf8Length(code);
    codePoint++;
    at += units;
    if (code > 0x7f) wide.push({ byte, codePoint, offset: at });
  }
  return wide;
}

/** A lone surrogate is encoded as U+FFFD, three bytes. */
function utf8Length(code: number): number {
  if (code <= 0x7f) return 1;
  if (code <= 0x7ff) return 2;
  return code <= 0xffff ? 3 : 4;
}

function translate(wide: readonly Wide[], position: number, unit: (mark: Wide) => number): number {
  let low = 0;
  let high = wide.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const mark = wide[middle];
    if (mark !== undefined && unit(mark) <= position) low = middle + 1;
    else high = middle;
  }
  const before = wide[low - 1];
  const step = before === undefined ? position : before.offset + position - unit(before);
  return step;
}
