import type { ObjectId, Table } from './catalog';

/**
 * Whether Prisma made this table for an implicit many-to-many relation: `_AToB` or `_RelationName`, with the columns `A` and
 * `B` and nothing else.
 * Source: https://www.prisma.io/docs/orm/prisma-schema/data-model/relations/many-to-many-relations
 */
export function isImplicitRelationTable(table: Table): boolean {
  const columns = table.columns.map(({ name }) => name).sort();
  return table.name.startsWith('_') && columns.join() === 'A,B';
}

/** The two tables that an implicit relation links, in the order of `A` and `B`; fewer where a foreign key is not known. */
export function linkedTables(table: Table): readonly ObjectId[] {
  return ['A', 'B'].flatMap((side) => {
    const key = table.constraints.find((constraint) => constraint.type === 'foreign-key' && constraint.columns.join() === side);
    return key?.type === 'foreign-key' ? [key.references] : [];
  });
}
