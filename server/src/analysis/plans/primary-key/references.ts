import type { Catalog, ObjectId, Table } from '../../catalog/catalog';
import { type ForeignKeyUse, indexesOf, referencesTo } from '../../catalog/resolve';

/** Of a table. */
export function primaryKeyOf(table: Table | undefined) {
  for (const constraint of table?.constraints ?? []) if (constraint.type === 'primary-key') return constraint;
  return undefined;
}

/** Foreign keys over the old key, which hold to its index and stay. */
export function keptReferences(id: ObjectId, table: Table, start: Catalog, after: Catalog): readonly ForeignKeyUse[] {
  const old = primaryKeyOf(table);
  if (old === undefined) return [];
  const own = table.constraints.flatMap((constraint): readonly ForeignKeyUse[] =>
    constraint.type === 'foreign-key' && constraint.references === id ? [{ table: id, constraint }] : [],
  );
  return [...referencesTo(start, id), ...own].filter(({ table: holder, constraint }) => {
    const isOverKey = [...constraint.referencedColumns].sort().join() === [...old.columns].sort().join();
    return isOverKey && after.tables.get(holder)?.constraints.some(({ name, type }) => type === 'foreign-key' && name === constraint.name);
  });
}

/** Whether some other index or constraint says that no two rows have the same. */
export function isUniqueAfter(columns: readonly string[], id: ObjectId, after: Catalog): boolean {
  return indexesOf(after, id).some(
    ({ unique, where, keys }) =>
      unique &&
      where === null &&
      keys
        .map((key) => (key.type === 'column' ? key.column : ''))
        .sort()
        .join() === [...columns].sort().join(),
  );
}
