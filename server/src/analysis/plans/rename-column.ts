import { findTable } from '../catalog/resolve';
import { type PlanKind, refused } from './plan';
import { renamedInPlace } from './rename/in-place';
import { onlySuccessor, renameOf } from './rename/rename';

/** A column keeps its values under another name. */
export const renameColumn: PlanKind = {
  id: 'rename-column',
  summary: 'Renames a column, with its indexes and constraints, in place of dropping it and adding another one.',
  answers: ['possible-rename', 'column-dropped'],
  make: (operation, context) => {
    if (operation.kind !== 'drop-column') return null;
    const { renamed } = context.finding;
    const rename = renamed === undefined ? null : renameOf(renamed);
    if (rename !== null) return renamedInPlace({ id: renameColumn.id, rename, automatic: true }, context);
    const table = findTable(context.before, operation.table)?.id;
    if (table === undefined) return renamed === undefined ? null : refused('it is not known which table that is');
    const from = operation.column.text;
    const to = onlySuccessor(context, table, from);
    if (to === null) return null;
    return renamedInPlace({ id: renameColumn.id, rename: { kind: 'column', table, from, to }, automatic: false }, context);
  },
};
