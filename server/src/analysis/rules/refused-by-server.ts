import { certainFailures, failing } from '../migration/certain-failures';
import type { MigrationRule } from './rule';

export const refusedByServer: MigrationRule = {
  id: 'refused-by-server',
  severity: 'error',
  scope: 'migration',
  summary: 'The server refuses a statement, whatever the tables hold.',
  help: 'Do first what the message names, in an earlier statement, or leave this one out.',
  speaks: 'everywhere',
  schemaHelp: 'Write the migration with `prisma migrate dev --create-only`, and do first in it what the message names.',
  detect: (context) =>
    certainFailures(context, 'refused').map(({ failure, placed: { operation, statement } }) => ({
      message: failing(context, failure.reason),
      statement: statement.index,
      operation,
    })),
};
