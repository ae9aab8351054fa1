/**
 * How alike two names are, 0 to 1: by the words that they are made of, in whatever order and spelling (`camelCase`,
 * `snake_case`), in singular or plural, with abbreviations and typing errors. 1 is the same name written differently.
 */
export function nameSimilarity(a: string, b: string): number {
  const known = remembered.get(`${a}\n${b}`);
  if (known !== undefined) return known;
  const similarity = compare(a, b);
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(`${a}\n${b}`, similarity);
  return similarity;
}

/** A redesign compares each name with each other one, and again at every keystroke. */
const remembered = new Map<string, number>();
const mostRemembered = 20_000;

function compare(a: string, b: string): number {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  if (left.join('') === right.join('')) return 1;
  if (areOpposite(left, right)) return 0;
  const rest = [...right];
  let shared = 0;
  for (const word of left) {
    const [best, index] = closest(word, rest);
    if (index < 0) continue;
    shared += best * Math.min(weightOf(word), weightOf(rest[index] ?? word));
    rest.splice(index, 1);
  }
  const byWords = (2 * shared) / (totalWeight(left) + totalWeight(right));
  return Math.max(byWords, isAbbreviated(left, right) || isAbbreviated(right, left) ? abbreviated : 0);
}

/** `smartContractAddress` → `smart`, `contract`, `address`; `gcpKMSKeys` → `gcp`, `kms`, `key`. */
export function wordsOf(name: string): readonly string[] {
  const known = split.get(name);
  if (known !== undefined) return known;
  const words = takeApart(name);
  if (split.size >= mostRemembered) split.clear();
  split.set(name, words);
  return words;
}

const split = new Map<string, readonly string[]>();

function takeApart(name: string): readonly string[] {
  const words = name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\d+|[^\p{Lu}\p{Ll}\d_\W]+/gu) ?? [];
  return words.map((word) => singular(word.toLowerCase()));
}

/** The words that one name has in the place of others: `user>project` for `isUserScope` → `isProjectScope`; null where none are left. */
export function substitution(from: string, to: string): string | null {
  const [a, b] = [wordsOf(from), wordsOf(to)];
  const [gone, come] = [a.filter((word) => !b.includes(word)), b.filter((word) => !a.includes(word))];
  return gone.length === 0 || come.length === 0 ? null : `${gone.join(' ')}>${come.join(' ')}`;
}

/** The one says what the other does not: `enabled` and `disabled`, `isVisible` and `isHidden`. */
export function areOpposite(a: readonly string[], b: readonly string[]): boolean {
  const [[left, ...otherLeft], [right, ...otherRight]] = [a.filter((word) => !b.includes(word)), b.filter((word) => !a.includes(word))];
  if (left === undefined || right === undefined || otherLeft.length > 0 || otherRight.length > 0) return false;
  return opposites.some(([one, other]) => (left === one && right === other) || (left === other && right === one));
}

const opposites: readonly (readonly [string, string])[] = [
  ['enabled', 'disabled'],
  ['enable', 'disable'],
  ['active', 'inactive'],
  ['visible', 'hidden'],
  ['show', 'hide'],
  ['public', 'private'],
  ['open', 'closed'],
  ['start', 'end'],
  ['min', 'max'],
  ['minimum', 'maximum'],
  ['from', 'to'],
  ['before', 'after'],
  ['first', 'last'],
  ['allow', 'deny'],
  ['include', 'exclude'],
  ['valid', 'invalid'],
  ['input', 'output'],
  ['source', 'target'],
  ['sender', 'receiver'],
];

function singular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word.length > 3 && word.endsWith('s') && !/(?:ss|us|is)$/.test(word)) return word.slice(0, -1);
  return word;
}

/** Words that half of all names have in common say little. */
const weak: ReadonlySet<string> = new Set(['id', 'at', 'is', 'has', 'by', 'on', 'to', 'of', 'in', 'date', 'time', 'type', 'new', 'old']);
const weakWeight = 0.35;

function weightOf(word: string): number {
  return weak.has(word) ? weakWeight : 1;
}

function totalWeight(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + weightOf(word), 0);
}

function closest(word: string, words: readonly string[]): readonly [similarity: number, index: number] {
  let [best, index] = [0, -1];
  words.forEach((other, at) => {
    const similarity = wordSimilarity(word, other);
    if (similarity > best) [best, index] = [similarity, at];
  });
  return [best, index];
}

/** `org` and `organization`, `readability` and `readable`, `transfered` and `transferred`, `username` and `name`. */
function wordSimilarity(a: string, b: string): number {
  if (a === b) return 1;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length >= 3 && long.startsWith(short)) return 0.8;
  if (short.length >= 5 && isMisspelled(short, long, short.length >= 8 ? 2 : 1)) return 0.8;
  if (commonPrefix(a, b) >= Math.max(4, 0.7 * short.length)) return 0.7;
  if (short.length >= 4 && long.endsWith(short)) return 0.6;
  return 0;
}

const abbreviated = 0.8;

/** Whether the words of the one are those of the other, but for one that stands for the first letters of several: `sc_address`. */
function isAbbreviated(short: readonly string[], long: readonly string[]): boolean {
  const length = long.length - short.length + 1;
  if (length < 2) return false;
  return short.some((word, index) => {
    const initials = long.slice(index, index + length).map((part) => part[0] ?? '');
    return (
      word === initials.join('') &&
      [...short.slice(0, index), ...long.slice(index, index + length), ...short.slice(index + 1)].join() === long.join()
    );
  });
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** Whether so many edits lead from one word to the other; each letter that one has more is one at least. */
function isMisspelled(short: string, long: string, edits: number): boolean {
  return long.length - short.length <= edits && editDistance(short, long) <= edits;
}

/** Levenshtein. Words are short. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
