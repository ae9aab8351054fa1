import type { Catalog, ObjectId } from '../catalog/catalog';
import { quotedName, splitId } from '../render/postgres-names';

/** Writes the name of a relation, type or function: quoted, with its schema where an unqualified name would mean another one. */
export type NameOf = (id: ObjectId) => string;

/** The first schema of the search path is that of the connection, which may have any name where a migration runs. */
export function namesIn({ searchPath }: Catalog): NameOf {
  return (id) => {
    const { schema, name } = splitId(id);
    return schema === searchPath[0] ? quotedName(name) : `${quotedName(schema)}.${quotedName(name)}`;
  };
}
