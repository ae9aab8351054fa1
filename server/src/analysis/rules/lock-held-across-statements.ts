import { blocksReads } from '../effects/lock-mode';
import { locksHeldAcross } from '../migration/held-locks';
import { listed } from '../wording/wording';
import type { MigrationRule } from './rule';

export const lockHeldAcrossStatements: MigrationRule = {
  id: 'lock-held-across-statements',
  severity: 'warning',
  scope: 'migration',
  summary: 'A lock that was needed for a moment is held while a later statement of the same transaction takes long.',
  help: 'Move this statement to a migration of its own: then the locks of the others last only a moment.',
  speaks: 'sql',
  detect: (context) =>
    locksHeldAcross(context).map(({ statement, held, table }) => {
      const unreadable = held.filter((id) => blocksReads(context.lockDuring(statement.index, id) ?? 'ACCESS SHARE'));
      const [access, tables] = unreadable.length > 0 ? ['All access', unreadable] : ['Writing', held];
      return {
        message: `${access} to ${listed(tables.map(context.names.relation), 2)} stays blocked while this works through ${context.names.relation(table)}.`,
        statement: statement.index,
        relation: tables[0] ?? null,
      };
    }),
};
