import { workedThrough } from '../migration/in-use';
import { hasTimeout } from '../migration/timeout';
import type { MigrationRule } from './rule';

export const missingStatementTimeout: MigrationRule = {
  id: 'missing-statement-timeout',
  severity: 'off',
  scope: 'migration',
  summary: 'A statement works through a table without a limit to its time.',
  help: "Write SET statement_timeout = '10min'; at the top of the file, or set it for the role that deploys.",
  speaks: 'sql',
  detect: (context) => {
    for (const statement of context.statements) {
      if (!statement.effect.transactional || !statement.effect.grows || hasTimeout(context, statement, 'statement_timeout')) continue;
      const [table] = workedThrough(context, statement, statement.effect);
      if (table === undefined) continue;
      return [
        {
          message: `Working through ${context.names.relation(table)} has no limit: no statement_timeout is set.`,
          statement: statement.index,
          relation: table,
        },
      ];
    }
    return [];
  },
};
