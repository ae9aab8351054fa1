import type { ObjectId, Table } from '../catalog/catalog';
import { isImplicitRelationTable, linkedTables } from '../catalog/implicit-relation-table';
import { findTable, resolveRelation } from '../catalog/resolve';
import type { MigrationContext } from '../migration/migration';
import { renameOfTable } from '../migration/rename-candidates';
import type { Names } from '../wording/names';
import { operationRule } from './rule';

export const implicitRelationTableDropped = operationRule({
  id: 'implicit-relation-table-dropped',
  severity: 'error',
  summary: 'The table of an implicit many-to-many relation is dropped, and every link with it.',
  help: 'Copy the links first: INSERT INTO the new relation table SELECT "A", "B" FROM the old one, in the same migration.',
  speaks: 'everywhere',
  schemaHelp: 'Write the migration with `prisma migrate dev --create-only`, and copy the links to their new table before the DROP TABLE.',
  on: ['drop-table'],
  detect: (operation, context) => {
    const id = findTable(context.beforeOperation, operation.table)?.id;
    // Prisma drops the foreign keys first: only the table of before the migration says what is linked.
    const table = id === undefined ? undefined : context.before.tables.get(id);
    if (id === undefined || table === undefined || !isImplicitRelationTable(table) || context.isNew(id)) return [];
    if (renameOfTable(context, id) !== null || isCopied(context, id, context.statement.index)) return [];
    return [{ message: `Dropping ${context.names.relation(id)} deletes ${linksOf(table, context.names)}.`, relation: id }];
  },
});

function linksOf(table: Table, names: Names): string {
  const [a, b] = linkedTables(table);
  return a === undefined || b === undefined
    ? 'every link that it holds'
    : `every link between ${names.relation(a)} and ${names.relation(b)}`;
}

/** Whether an earlier statement of the migration reads the table to write what it holds into another one. */
function isCopied(context: MigrationContext, table: ObjectId, until: number): boolean {
  return context.operations.some(({ operation, statement, before }) => {
    if (statement.index >= until) return false;
    const query = operation.kind === 'insert-rows' || operation.kind === 'create-table' ? operation.query : null;
    return query?.relations.some(({ name }) => resolveRelation(before, name)?.id === table) ?? false;
  });
}
