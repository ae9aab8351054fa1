/** How many UTF-16 code units two texts have in common. */
export interface CommonEnds {
  readonly prefix: number;
  /** Behind the prefix. */
  readonly suffix: number;
}

/** Where two texts begin and end alike. */
export function commonEnds(before: string, after: string): CommonEnds {
  const shorter = Math.min(before.length, after.length);
  const prefix = longest(shorter, (from, to) => before.slice(from, to) === after.slice(from, to));
  const suffix = longest(shorter - prefix, (from, to) => endOf(before, from, to) === endOf(after, from, to));
  return { prefix, suffix };
}

/** So many code units, of `most`, are alike. Ever smaller pieces are compared, each at once: one by one, a long text takes some milliseconds. */
function longest(most: number, isAlike: (from: number, to: number) => boolean): number {
  if (isAlike(0, most)) return most;
  let found = 0;
  for (let piece = 2 ** Math.floor(Math.log2(most)); piece >= 1; piece /= 2) {
    if (found + piece <= most && isAlike(found, found + piece)) found += piece;
  }
  return found;
}

function endOf(text: string, from: number, to: number): string {
  return text.slice(text.length - to, text.length - from);
}
