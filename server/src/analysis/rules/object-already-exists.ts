import { findView } from '../catalog/resolve';
import type { Draft } from '../finding';
import { type CertainFailure, certainFailures, failing } from '../migration/certain-failures';
import type { MigrationContext } from '../migration/migration';
import type { MigrationRule } from './rule';

export const objectAlreadyExists: MigrationRule = {
  id: 'object-already-exists',
  severity: 'error',
  scope: 'migration',
  summary: 'A statement creates something that exists already at that point.',
  help: 'Delete the statement when an earlier migration made the same thing, or give the new one another name.',
  speaks: 'everywhere',
  detect: (context) => certainFailures(context, 'existing').map((certain) => draftOf(certain, context)),
};

function draftOf({ failure, placed: { operation, statement } }: CertainFailure, context: MigrationContext): Draft {
  const about = { statement: statement.index, operation };
  if (context.edit === null) return { message: failing(context, failure.reason), ...about };
  const view = operation.kind === 'create-table' ? findView(context.before, operation.table) : null;
  if (view !== null) {
    return {
      message: `${context.names.relation(view.id)} is a view in the migrations; Prisma will fail to create a table for it.`,
      help: 'Declare it with view in place of model: Prisma leaves views to the migrations.',
      ...about,
      relation: view.id,
    };
  }
  return {
    message: failing(context, failure.reason),
    help: 'Choose another name with @@map, @map or map:, or drop what is there in an earlier migration.',
    ...about,
  };
}
