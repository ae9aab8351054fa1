import type { ObjectId } from '../catalog/catalog';
import { isQualified, type NameStyle } from './qualified-names';

/** Writes the name of a table, type or index, with its schema where Prisma does. */
export type NameOf = (id: ObjectId) => string;

export function nameWriter(style: NameStyle): NameOf {
  return (id) => {
    const { schema, name } = splitId(id);
    return isQualified(schema, style) ? `${quotedName(schema)}.${quotedName(name)}` : quotedName(name);
  };
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
