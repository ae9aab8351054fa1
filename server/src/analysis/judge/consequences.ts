import type { ObjectId } from '../catalog/catalog';
import { findTable } from '../catalog/resolve';
import type { Finding, Renamed } from '../finding';
import type { MigrationContext } from '../migration/migration';
import type { Operation } from '../operation/operation';

/** Rules about what a statement blocks on its way. What fails, or deletes data, is told beside a rename too: it may be none. */
const aboutWork: ReadonlySet<string> = new Set([
  'foreign-key-validates-under-lock',
  'foreign-key-without-index',
  'index-blocks-writes',
  'primary-key-builds-under-lock',
  'unique-builds-under-lock',
]);

/**
 * Findings without the work that a rename which was overlooked makes: the key and the indexes of a column that are built again, the
 * foreign keys to a table that are checked again. A rename does none of it, so a schema is told of the rename alone. Where that is
 * suppressed or off, all of it is told, and in a migration anyway: there each statement that blocks a table is spoken of.
 */
export function withoutConsequences(findings: readonly Finding[], context: MigrationContext): readonly Finding[] {
  const renames = context.edit === null ? [] : findings.flatMap(({ renamed }) => renamed ?? []);
  if (renames.length === 0) return findings;
  return findings.filter(
    ({ rule, operation, relation }) =>
      !aboutWork.has(rule) || operation === null || !renames.some((rename) => follows(operation, relation, rename, context)),
  );
}

function follows(operation: Operation, relation: ObjectId | null, { to }: Renamed, context: MigrationContext): boolean {
  if (to.type === 'table') return refersTo(operation, to.id, null, context);
  if (to.type !== 'column') return false;
  return refersTo(operation, to.table, to.column, context) || (relation === to.table && isOver(operation, to.column));
}

function isOver(operation: Operation, column: string): boolean {
  switch (operation.kind) {
    case 'add-foreign-key':
    case 'add-primary-key':
    case 'add-unique':
      return operation.constraint.columns.some(({ text }) => text === column);
    case 'create-index':
      return operation.keys.some((key) => key.type === 'column' && key.column.text === column);
    default:
      return false;
  }
}

/** A foreign key to the table, or to one column of it. */
function refersTo(operation: Operation, table: ObjectId, column: string | null, context: MigrationContext): boolean {
  if (operation.kind !== 'add-foreign-key') return false;
  const { references, referencedColumns } = operation.constraint;
  return findTable(context.after, references)?.id === table && (column === null || referencedColumns.some(({ text }) => text === column));
}
