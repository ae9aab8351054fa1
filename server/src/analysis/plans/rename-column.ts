import { findTable } from '../catalog/resolve';
import type { DropColumn } from '../operation/table';
import type { PlanContext, PlanKind } from './plan';
import { renamedInPlace } from './rename/in-place';
import { onlySuccessor, type Rename, renameOf } from './rename/rename';
import { renameColumnRollout } from './rename/rollout-column';

/** A column keeps its values under another name. */
export const renameColumn: PlanKind = {
  id: 'rename-column',
  summary: 'Renames a column, with its indexes and constraints, in place of dropping it and adding another one.',
  answers: ['possible-rename', 'column-dropped'],
  // What is a guess is left to `drop-column`: there is one rollout for a finding.
  rollsOut: ['possible-rename', 'column-renamed'],
  make: (operation, context) => {
    if (operation.kind !== 'drop-column') return null;
    const rename = renameFor(operation, context);
    return rename === null
      ? null
      : renamedInPlace({ id: renameColumn.id, rename, automatic: context.finding.renamed !== undefined }, context);
  },
  rollout: (operation, context) => {
    if (operation.kind === 'rename-column') {
      const table = findTable(context.before, operation.table)?.id;
      const rename = table === undefined ? null : ({ kind: 'column', table, from: operation.column.text, to: operation.to.text } as const);
      return rename === null ? null : renameColumnRollout(rename, operation, context);
    }
    const rename = operation.kind === 'drop-column' ? renameFor(operation, context) : null;
    return rename?.kind === 'column' ? renameColumnRollout(rename, operation, context) : null;
  },
};

/** What the finding takes for a rename; else the only column that could be one. */
function renameFor(operation: DropColumn, context: PlanContext): Rename | null {
  const { renamed } = context.finding;
  if (renamed !== undefined) return renameOf(renamed);
  const table = findTable(context.before, operation.table)?.id;
  const from = operation.column.text;
  const to = table === undefined ? null : onlySuccessor(context, table, from);
  return table === undefined || to === null ? null : { kind: 'column', table, from, to };
}
