import type { PlanKind } from './plan';
import { renamedInPlace } from './rename/in-place';
import { renameOf } from './rename/rename';
import { renameTableRollout } from './rename/rollout-table';

/** A table keeps its rows under another name. */
export const renameTable: PlanKind = {
  id: 'rename-table',
  summary: 'Renames a table, with its indexes and constraints, in place of dropping it and creating another one.',
  answers: ['possible-rename'],
  rollsOut: ['possible-rename', 'table-renamed'],
  make: (operation, context) => {
    if (operation.kind !== 'drop-table') return null;
    const { renamed } = context.finding;
    const rename = renamed === undefined ? null : renameOf(renamed);
    return rename === null ? null : renamedInPlace({ id: renameTable.id, rename, automatic: true }, context);
  },
  rollout: (operation, context) => {
    if (operation.kind === 'rename-table') return renameTableRollout(null, context);
    const { renamed } = context.finding;
    const rename = renamed === undefined ? null : renameOf(renamed);
    return operation.kind !== 'drop-table' || rename === null ? null : renameTableRollout(rename, context);
  },
};
