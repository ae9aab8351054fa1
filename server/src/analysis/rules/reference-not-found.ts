import { serialTypeOf } from '../catalog/column-type';
import type { Draft } from '../finding';
import { type CertainFailure, certainFailures, failing } from '../migration/certain-failures';
import { isHistoryKnown } from '../migration/history';
import type { MigrationContext } from '../migration/migration';
import { missingReads } from '../migration/missing-reads';
import type { Operation } from '../operation/operation';
import { typeName } from '../wording/type-wording';
import type { MigrationRule } from './rule';

export const referenceNotFound: MigrationRule = {
  id: 'reference-not-found',
  severity: 'error',
  scope: 'migration',
  summary: 'A statement names a table, column, type, constraint or index that does not exist at that point.',
  help: 'Check the spelling, capitals included, and the order of the statements; an earlier migration may have dropped or renamed it.',
  speaks: 'everywhere',
  detect: (context) => {
    const drafts = new Map<string, Draft>();
    for (const draft of [...missingObjects(context), ...missingReads(context)]) {
      // What is missing stays missing: it is told where it is used first.
      if (!drafts.has(draft.message)) drafts.set(draft.message, context.edit === null ? draft : { help: schemaHelp, ...draft });
    }
    return [...drafts.values()];
  },
};

const schemaHelp = 'Check the spelling, capitals included. What the schema has no words for has to be made by an earlier migration.';

function missingObjects(context: MigrationContext): readonly Draft[] {
  return certainFailures(context, 'missing')
    .filter((failure) => isKnown(failure, context))
    .map(({ failure, placed: { operation, statement } }) => ({
      message: failing(context, failure.reason),
      ...helpFor(operation, context),
      statement: statement.index,
      operation,
    }));
}

/**
 * Prisma changes the type to BIGSERIAL where the field of an autoincrement() becomes a BigInt.
 * Source: https://github.com/prisma/prisma/issues/18532
 */
function helpFor(operation: Operation, context: MigrationContext): Pick<Draft, 'help'> {
  const integer = operation.kind === 'change-type' ? serialTypeOf(operation.type) : null;
  if (integer === null) return {};
  const change = `hange it to ${typeName(integer)}: the column keeps its sequence.`;
  return { help: context.edit === null ? `C${change}` : `Write the migration with \`prisma migrate dev --create-only\`, and c${change}` };
}

/** Without a history, only what is missing of a table or type made here is certain. */
function isKnown({ placed: { effect } }: CertainFailure, context: MigrationContext): boolean {
  return isHistoryKnown(context) || effect.facts.some((fact) => fact === 'missing/column' || fact === 'missing/enum-value');
}
