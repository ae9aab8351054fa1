import type { ObjectId } from '../catalog/catalog';
import { isQualified, isQualifiedBefore, type NameStyle } from './qualified-names';

/** Writes the name of a table, type or index, with its schema where Prisma does. */
export type NameOf = (id: ObjectId) => string;

export interface NameWriters {
  readonly nameOf: NameOf;
  /** For what an enum leaves behind, where Prisma writes the schema of all that it has read from a database. */
  readonly nameBefore: NameOf;
}

export function nameWriters(style: NameStyle): NameWriters {
  const nameOf: NameOf = (id) => (isQualified(splitId(id).schema, style) ? qualifiedName(id) : quotedName(splitId(id).name));
  return { nameOf, nameBefore: isQualifiedBefore(style) ? qualifiedName : nameOf };
}

function qualifiedName(id: ObjectId): string {
  const { schema, name } = splitId(id);
  return `${quotedName(schema)}.${quotedName(name)}`;
}

export function splitId(id: ObjectId): { readonly schema: string; readonly name: string } {
  const dot = id.indexOf('.');
  return { schema: id.slice(0, Math.max(dot, 0)), name: id.slice(dot + 1) };
}

export function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quotedText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** `"a", "b"`. */
export function quotedNames(names: readonly string[], separator = ', '): string {
  return names.map(quotedName).join(separator);
}
