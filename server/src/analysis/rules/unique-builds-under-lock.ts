import { findTable } from '../catalog/resolve';
import { blockedDuring } from '../migration/blocking';
import { buildsFromRows } from '../migration/in-use';
import type { Constraint, ExclusionConstraint, UniqueConstraint } from '../operation/constraint';
import type { AddColumn, AddExclusion, AddUnique } from '../operation/table';
import { objectName, quoted } from '../wording/wording';
import { operationRule } from './rule';

export const uniqueBuildsUnderLock = operationRule({
  id: 'unique-builds-under-lock',
  severity: 'warning',
  summary: 'A unique or exclusion constraint builds its index while nobody can use the table.',
  help: 'Build a unique index CONCURRENTLY, alone in a migration; then add the constraint USING INDEX in the next one.',
  speaks: 'sql',
  on: ['add-unique', 'add-exclusion', 'add-column'],
  detect: (operation, context) => {
    if (!buildsFromRows(context) || context.effect.rewrites.length > 0) return [];
    const table = findTable(context.beforeOperation, operation.table)?.id;
    if (table === undefined) return [];
    const blocked = blockedDuring(context, context.statement, [table]);
    if (blocked === null) return [];
    return builtConstraints(operation).map((constraint) => ({
      message: `Building the index of the constraint blocks ${blocked}.`,
      help: constraint.type === 'exclusion' ? exclusionHelp : uniqueHelp(constraint, objectName(table)),
      span: constraint.span,
      relation: table,
      column: constraint.columns[0]?.text ?? null,
    }));
  },
});

const exclusionHelp =
  'An exclusion constraint cannot be built concurrently: add it in a quiet hour after SET lock_timeout, alone in its migration.';

function builtConstraints(operation: AddUnique | AddExclusion | AddColumn): readonly (UniqueConstraint | ExclusionConstraint)[] {
  if (operation.kind === 'add-column') return operation.column.constraints.filter(isUnique);
  return [operation.constraint];
}

function isUnique(constraint: Constraint): constraint is UniqueConstraint {
  return constraint.type === 'unique';
}

function uniqueHelp(constraint: UniqueConstraint, table: string): string {
  const columns = constraint.columns.map(({ text }) => quoted(text)).join(', ');
  const name = constraint.name === null ? '' : ` ${quoted(constraint.name.text)}`;
  return (
    `CREATE UNIQUE INDEX CONCURRENTLY${name} ON ${table} (${columns}) alone in a migration enforces the same: Prisma's @unique is such an index. ` +
    'Where it has to be a constraint, add it USING INDEX in the next migration.'
  );
}
