import type { Table } from '../catalog/catalog';
import { clip, maximumNameBytes } from '../catalog/default-names';
import type { QualifiedName } from '../catalog/resolve';
import { quotedName } from '../render/postgres-names';

/** The name as a statement has it: quoted, with its schema where one is written. */
export function writtenTable({ schema, name }: QualifiedName): string {
  return schema === null ? quotedName(name) : `${quotedName(schema)}.${quotedName(name)}`;
}

/** A name for a constraint that no other of the table has: `User_email_not_null`. */
export function freeConstraintName(table: Table, column: string, what = 'not_null'): string {
  const taken = new Set(table.constraints.map(({ name }) => name));
  for (let number = 1; ; number++) {
    const end = number === 1 ? `_${what}` : `_${what}_${number}`;
    const name = `${clip(`${table.name}_${column}`, maximumNameBytes - end.length)}${end}`;
    if (!taken.has(name)) return name;
  }
}

/** Words of a folder's name: lower snake case of letters and digits. `OrderItem`, `createdAt` → `order_item_created_at`. */
export function folderWords(...names: readonly string[]): string {
  return names
    .map((name) =>
      name
        .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, '_')
        .replace(/^_+|_+$/g, ''),
    )
    .filter((words) => words !== '')
    .join('_')
    .slice(0, 80);
}
