import type { ObjectId } from '../catalog/catalog';
import { ownSchema } from '../catalog/own-schema';
import { resolveRelation } from '../catalog/resolve';
import type { MigrationContext } from './migration';

/**
 * Whether an earlier statement of the migration has copied the rows of a table, or what one of its columns holds, to an archive in the
 * schema `lockstep`: then what follows deletes nothing that cannot be put back.
 */
export function isArchived(context: MigrationContext, table: ObjectId, column: string | null, until: number): boolean {
  return context.operations.some(({ operation, statement, before }) => {
    if (statement.index >= until || operation.kind !== 'insert-rows' || operation.table.schema !== ownSchema) return false;
    const { relations, columns } = operation.query;
    const reads = relations.some(({ name, access }) => access === 'read' && resolveRelation(before, name)?.id === table);
    return reads && (column === null || columns.some((use) => use.column === column));
  });
}
