import type { Catalog, ObjectId, Table } from '../../../analysis/catalog/catalog';

/** The columns of each primary key, unique constraint and unique index of a table. */
export function uniqueSets(id: ObjectId, { constraints }: Table, { indexes }: Catalog): readonly (readonly string[])[] {
  const held = constraints.flatMap((constraint) =>
    constraint.type === 'primary-key' || constraint.type === 'unique' ? [constraint.columns] : [],
  );
  const indexed = [...indexes.values()].flatMap(({ table, unique, keys }) => {
    return unique && table === id ? [keys.flatMap((key) => (key.type === 'column' ? [key.column] : key.expression.columns))] : [];
  });
  return [...held, ...indexed];
}
