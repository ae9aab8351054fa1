import { quotedName } from '../render/postgres-names';
import { folderWords, writtenTable } from './names';
import { nothingBlocked, type PlanKind, refused } from './plan';
import { validateStep } from './validate';

/** A constraint is validated in a later migration than it is added, so that nobody waits for the lock of its addition meanwhile. */
export const validateLater: PlanKind = {
  id: 'validate-later',
  summary: 'Moves VALIDATE CONSTRAINT into the next migration, where the lock of the constraint is released.',
  answers: ['validated-in-same-transaction'],
  make: (operation, { statement }) => {
    if (operation.kind !== 'validate-constraint') return null;
    if (operation.ifExists || operation.conditional) return refused('the statement may not run');
    const [written, constraint] = [writtenTable(operation.table), operation.constraint.text];
    return {
      ok: true,
      plan: {
        id: validateLater.id,
        title: 'Validate the constraint in a migration of its own',
        way: 'one-release',
        preferred: true,
        promise: nothingBlocked,
        replaces: [{ statement: statement.index, operation, replacement: null }],
        steps: [
          validateStep({
            table: written,
            constraint,
            name: folderWords('validate', constraint),
            purpose: `Checks that ${quotedName(constraint)} holds for the rows of ${written} that were there before it.`,
            note: null,
          }),
        ],
      },
    };
  },
};
