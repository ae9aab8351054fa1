import type { ObjectId } from '../catalog/catalog';
import { ownSchema } from '../catalog/own-schema';
import { resolveRelation } from '../catalog/resolve';
import type { MigrationContext, PlacedOperation } from './migration';

/** Every drop asks, a schema may drop hundreds of columns at once, and hardly any migration keeps a copy. */
const known = new WeakMap<readonly PlacedOperation[], readonly PlacedOperation[]>();

/**
 * Whether an earlier statement of the migration has copied the rows of a table, or what one of its columns holds, to an archive in the
 * schema `lockstep`: then what follows deletes nothing that cannot be put back.
 */
export function isArchived(context: MigrationContext, table: ObjectId, column: string | null, until: number): boolean {
  return copiesOf(context).some(({ operation, statement, before }) => {
    if (statement.index >= until || operation.kind !== 'insert-rows') return false;
    const { relations, columns } = operation.query;
    const reads = relations.some(({ name, access }) => access === 'read' && resolveRelation(before, name)?.id === table);
    return reads && (column === null || columns.some((use) => use.column === column));
  });
}

/** What writes rows to the archive. */
function copiesOf({ operations }: MigrationContext): readonly PlacedOperation[] {
  const copies =
    known.get(operations) ?? operations.filter(({ operation }) => operation.kind === 'insert-rows' && operation.table.schema === ownSchema);
  known.set(operations, copies);
  return copies;
}
