import { existingObject } from './existing-object';
import type { MigrationRule } from './rule';

export const objectAlreadyExists: MigrationRule = {
  id: 'object-already-exists',
  severity: 'error',
  scope: 'migration',
  summary: 'A statement creates something that exists already at that point.',
  help: 'Delete the statement when an earlier migration made the same thing, or give the new one another name.',
  detect: (context) =>
    context.operations.flatMap(({ operation, statement, before }) => {
      const existing = existingObject(operation, before);
      if (existing === null) return [];
      const message = `This statement fails: ${existing.what} exists already.`;
      return [{ message, span: existing.span, operation, statement: statement.index }];
    }),
};
