import { certainFailures, failing } from '../migration/certain-failures';
import type { MigrationRule } from './rule';

export const objectAlreadyExists: MigrationRule = {
  id: 'object-already-exists',
  severity: 'error',
  scope: 'migration',
  summary: 'A statement creates something that exists already at that point.',
  help: 'Delete the statement when an earlier migration made the same thing, or give the new one another name.',
  speaks: 'everywhere',
  schemaHelp: 'Choose another name with @@map, @map or map:, or drop what is there in an earlier migration.',
  detect: (context) =>
    certainFailures(context, 'existing').map(({ failure, placed: { operation, statement } }) => ({
      message: failing(context, failure.reason),
      statement: statement.index,
      operation,
    })),
};
