import { blocksWrites } from '../effects/lock-mode';
import { inUse } from '../migration/in-use';
import { hasTimeout } from '../migration/timeout';
import type { MigrationRule } from './rule';

export const missingLockTimeout: MigrationRule = {
  id: 'missing-lock-timeout',
  severity: 'off',
  scope: 'migration',
  summary: 'A statement waits for a lock without a limit, and everyone else waits behind it.',
  help: "Write SET lock_timeout = '5s'; at the top of the file, or set it for the role that deploys. Not SET LOCAL: that needs a transaction.",
  speaks: 'sql',
  detect: (context) => {
    for (const statement of context.statements) {
      if (!statement.effect.transactional || hasTimeout(context, statement, 'lock_timeout')) continue;
      const blocking = [...statement.effect.locks].flatMap(([id, lock]) => (blocksWrites(lock) ? [id] : []));
      const [table] = inUse(context, blocking);
      if (table === undefined) continue;
      return [
        {
          message: `Waiting for ${context.names.relation(table)} has no limit: no lock_timeout is set.`,
          statement: statement.index,
          relation: table,
        },
      ];
    }
    return [];
  },
};
