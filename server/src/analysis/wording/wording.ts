import type { ObjectId } from '../catalog/catalog';
import type { QualifiedName } from '../catalog/resolve';

/** Longest message that a finding may carry, in UTF-16 units. */
export const longestMessage = 90;

/** In SQL spelling, or in backticks. */
const quotedIdentifier = /"(?:[^"]|"")+"|`[^`]+`/g;
const shortestIdentifier = 7;

/** An identifier in SQL spelling, always quoted: `"status"`. */
export function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** A relation, type or index in SQL spelling; `public` is left out: `"User"`, `"auth"."User"`. */
export function objectName(id: ObjectId): string {
  const dot = id.indexOf('.');
  const schema = id.slice(0, Math.max(dot, 0));
  const name = quoted(id.slice(dot + 1));
  return schema === '' || schema === 'public' ? name : `${quoted(schema)}.${name}`;
}

/** A name as the statement writes it, for what the catalog does not know. */
export function writtenName({ schema, name }: QualifiedName): string {
  return schema === null || schema === 'public' ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
}

/** `"User"."status"`. */
export function columnName(table: ObjectId, column: string): string {
  return `${objectName(table)}.${quoted(column)}`;
}

/** A list as people say it: `a`, `a and b`, `a, b and c`, `a, b and 3 more`. */
export function listed(items: readonly string[], shown = 3): string {
  const parts = items.length > shown ? [...items.slice(0, shown - 1), `${items.length - shown + 1} more`] : items;
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** `1 row`, `2 rows`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/**
 * A message that keeps to one line and to `longestMessage` characters: its longest quoted identifiers give way, each with …
 * in its middle. A message whose own words are too long stays too long, so that a test can see it.
 */
export function fitted(message: string): string {
  const line = inOneLine(message);
  if (line.length <= longestMessage) return line;
  let longest = 0;
  for (const [identifier] of line.matchAll(quotedIdentifier)) longest = Math.max(longest, identifier.length);
  let fit = line;
  for (let length = longest - 1; fit.length > longestMessage && length >= shortestIdentifier; length--) {
    fit = line.replace(quotedIdentifier, (identifier) => shortened(identifier, length));
  }
  return fit;
}

/** With single spaces; most texts have no others. */
function inOneLine(text: string): string {
  return otherSpace.test(text) ? text.replace(/\s+/g, ' ').trim() : text;
}

const otherSpace = /^\s|\s\s|\s$|[^\S ]/;

/** Text that comes from elsewhere, an error of the parser for instance, in the space that a message has for it. */
export function clipped(text: string, length = 60): string {
  const line = inOneLine(text);
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

function shortened(identifier: string, length: number): string {
  if (identifier.length <= length) return identifier;
  const head = Math.ceil((length - 1) / 2);
  return `${identifier.slice(0, head)}…${identifier.slice(identifier.length - (length - 1 - head))}`;
}
