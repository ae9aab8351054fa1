import type { ObjectId, TableForeignKey } from '../catalog';
import { sameNames } from './compare-names';
import type { VisibleTable } from './visible';

export interface RenamedForeignKey {
  readonly from: TableForeignKey;
  readonly to: TableForeignKey;
}

/** Prisma compares the names of the referenced tables without their schema. */
export function sameForeignKey(from: TableForeignKey, to: TableForeignKey, changedTypes: ReadonlySet<string>): boolean {
  return (
    from.onDelete === to.onDelete &&
    from.onUpdate === to.onUpdate &&
    nameIn(from.references) === nameIn(to.references) &&
    sameNames(from.columns, to.columns) &&
    sameNames(from.referencedColumns, to.referencedColumns) &&
    !from.columns.some((column) => changedTypes.has(column))
  );
}

function nameIn(id: ObjectId): string {
  return id.slice(id.indexOf('.') + 1);
}

export function renamedForeignKeys(
  before: VisibleTable,
  after: VisibleTable,
  same: (from: TableForeignKey, to: TableForeignKey) => boolean,
): readonly RenamedForeignKey[] {
  if (isRelationTable(before) && isRelationTable(after)) return [];
  const taken = new Set<TableForeignKey>();
  return before.foreignKeys.flatMap((from) => {
    const to = after.foreignKeys.find((candidate) => !taken.has(candidate) && same(from, candidate));
    if (to === undefined) return [];
    taken.add(to);
    return from.name === to.name ? [] : [{ from, to }];
  });
}

/** The table of an implicit many-to-many relation, whose foreign keys once had other names: Prisma leaves them their old ones. */
function isRelationTable({ table }: VisibleTable): boolean {
  return table.columns.length === 2 && table.columns.every(({ name }) => name === 'A' || name === 'B');
}
