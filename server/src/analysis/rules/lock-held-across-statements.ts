import { blockedDuring } from './blocking';
import { locksHeldAcross } from './held-locks';
import type { MigrationRule } from './rule';
import { objectName } from './wording';

export const lockHeldAcrossStatements: MigrationRule = {
  id: 'lock-held-across-statements',
  severity: 'warning',
  scope: 'migration',
  summary: 'A lock that was needed for a moment is held while a later statement of the same transaction takes long.',
  help: 'Move this statement to a migration of its own: then the locks of the others last only a moment.',
  detect: (context) =>
    locksHeldAcross(context).flatMap(({ statement, held, table }) => {
      const blocked = blockedDuring(context, statement, held);
      if (blocked === null) return [];
      return [
        {
          message: `This keeps blocking ${blocked} while it works through ${objectName(table)}.`,
          statement: statement.index,
          relation: held[0] ?? null,
        },
      ];
    }),
};
