import type { Draft } from '../finding';
import { type CertainFailure, certainFailures, failing } from '../migration/certain-failures';
import { isHistoryKnown } from '../migration/history';
import type { MigrationContext } from '../migration/migration';
import { missingReads } from '../migration/missing-reads';
import type { MigrationRule } from './rule';

export const referenceNotFound: MigrationRule = {
  id: 'reference-not-found',
  severity: 'error',
  scope: 'migration',
  summary: 'A statement names a table, column, type, constraint or index that does not exist at that point.',
  help: 'Check the spelling, capitals included, and the order of the statements; an earlier migration may have dropped or renamed it.',
  speaks: 'everywhere',
  schemaHelp: 'Check the spelling, capitals included. What the schema has no words for has to be made by an earlier migration.',
  detect: (context) => {
    const drafts = new Map<string, Draft>();
    for (const draft of [...missingObjects(context), ...missingReads(context)]) {
      // What is missing stays missing: it is told where it is used first.
      if (!drafts.has(draft.message)) drafts.set(draft.message, draft);
    }
    return [...drafts.values()];
  },
};

function missingObjects(context: MigrationContext): readonly Draft[] {
  return certainFailures(context, 'missing')
    .filter((failure) => isKnown(failure, context))
    .map(({ failure, placed: { operation, statement } }) => ({
      message: failing(context, failure.reason),
      statement: statement.index,
      operation,
    }));
}

/** Without a history, only what is missing of a table or type made here is certain. */
function isKnown({ placed: { effect } }: CertainFailure, context: MigrationContext): boolean {
  return isHistoryKnown(context) || effect.facts.some((fact) => fact === 'missing/column' || fact === 'missing/enum-value');
}
