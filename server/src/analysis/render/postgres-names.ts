import type { ObjectId } from '../catalog/catalog';

/** Writes the name of a table, type or index: with its schema where the datasource names schemas. */
export type NameOf = (id: ObjectId) => string;

export function nameWriter(schemas: readonly string[]): NameOf {
  return (id) => {
    const { schema, name } = splitId(id);
    return schemas.length === 0 ? quotedName(name) : `${quotedName(schema)}.${quotedName(name)}`;
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
