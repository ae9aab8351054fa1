/**
 * A change of a Prisma schema that finds its place by names, so that it can be applied weeks after it was planned. Texts are compared
 * without regard to the amount of white space, and to the order of attributes: Prisma's formatter changes both.
 */
export interface SchemaEdit {
  /** Name of a model, view or enum. */
  readonly block: string;
  /** A field, an enum's value, or a block attribute by its name with both signs, `@@index`; null: the block itself. */
  readonly member: string | null;
  /** What stands there now, without comments; null: nothing of that name (or no such attribute) yet. */
  readonly expected: string | null;
  /** What is to stand there, in one line for a member; null: it goes. */
  readonly text: string | null;
  /** For what is new: the member (or block) that it stands behind; null, and where that is gone: last of its kind. */
  readonly after: string | null;
}

/** The edit that takes another one back. */
export function reversed({ expected, text, ...place }: SchemaEdit): SchemaEdit {
  return { ...place, expected: text, text: expected };
}

/** Whether two texts of a member, or of a block, say the same. */
export function isSameText(a: string, b: string, member: string | null): boolean {
  if (plainText(a) === plainText(b)) return true;
  return member === null ? sortedBlock(a) === sortedBlock(b) : sortedMember(a) === sortedMember(b);
}

function sortedMember(text: string): string {
  const [head = '', ...attributes] = plainText(text).split(/ (?=@)/);
  return [head, ...attributes.sort()].join(' ');
}

/** The attributes of the block itself go to its end. */
function sortedBlock(text: string): string {
  const lines = text.split('\n').map(sortedMember);
  const isOwn = (line: string): boolean => line.startsWith('@@');
  return plainText([...lines.filter((line) => !isOwn(line)), ...lines.filter(isOwn).sort()].join(' '));
}

/** A text with one blank for each run of white space, outside of strings. */
export function plainText(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|\s+/g, (part) => (part.startsWith('"') ? part : ' ')).trim();
}
