/** How many UTF-16 code units two texts have in common. */
export interface CommonEnds {
  readonly prefix: number;
  /** Behind the prefix. */
  readonly suffix: number;
}

/** Code units that are compared at once: one by one, a long text takes some milliseconds. */
const stride = 1024;

/** Where two texts begin and end alike. */
export function commonEnds(before: string, after: string): CommonEnds {
  const shorter = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix + stride <= shorter && before.slice(prefix, prefix + stride) === after.slice(prefix, prefix + stride)) prefix += stride;
  while (prefix < shorter && before.charCodeAt(prefix) === after.charCodeAt(prefix)) prefix++;
  const rest = shorter - prefix;
  let suffix = 0;
  while (suffix + stride <= rest && endBefore(before, suffix) === endBefore(after, suffix)) suffix += stride;
  while (suffix < rest && before.charCodeAt(before.length - 1 - suffix) === after.charCodeAt(after.length - 1 - suffix)) suffix++;
  return { prefix, suffix };
}

function endBefore(text: string, behind: number): string {
  return text.slice(text.length - behind - stride, text.length - behind);
}
