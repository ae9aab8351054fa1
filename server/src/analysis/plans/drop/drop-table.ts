import { writtenTable } from '../names';
import { instantOnly, type PlanKind } from '../plan';
import { dropTableRollout } from './drop-rollout';
import { dropTableStep } from './drop-steps';

/** The rows of a table are copied right before it is dropped. */
export const dropTable: PlanKind = {
  id: 'drop-table',
  summary: 'Copies the rows of a table to one in the schema `lockstep`, and then drops it.',
  answers: ['table-dropped', 'implicit-relation-table-dropped'],
  make: (operation, context) => {
    if (operation.kind !== 'drop-table') return null;
    const found = dropTableStep(operation, context);
    if (!found.ok) return found;
    return {
      ok: true,
      plan: {
        id: dropTable.id,
        title: `Keep a copy of ${writtenTable(operation.table)} in the schema "lockstep", then drop it`,
        way: 'one-release',
        preferred: false,
        promise: instantOnly('ACCESS EXCLUSIVE'),
        end: 'same-for-prisma',
        replaces: [{ statement: context.statement.index, operation, replacement: null }],
        steps: [found.step],
      },
    };
  },
  rollout: dropTableRollout,
};
