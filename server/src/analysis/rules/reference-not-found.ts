import { missingReferences } from './missing-reference';
import type { Draft, MigrationRule } from './rule';

export const referenceNotFound: MigrationRule = {
  id: 'reference-not-found',
  severity: 'error',
  scope: 'migration',
  summary: 'A statement names a table, column, type, constraint or index that does not exist at that point.',
  help: 'Check the spelling, capitals included, and the order of the statements; an earlier migration may have dropped or renamed it.',
  detect: (context) => {
    // Without any earlier table the history is not at hand, and a missing name says nothing.
    const isHistoryKnown = context.before.tables.size > 0;
    const drafts = new Map<string, Draft>();
    for (const { operation, statement, before } of context.operations) {
      for (const { what, where, span } of missingReferences(operation, before)) {
        const message = `This statement fails: there is no ${what}${where}.`;
        const isKnown = isHistoryKnown || where !== '';
        if (isKnown && !drafts.has(message)) drafts.set(message, { message, span, operation, statement: statement.index });
      }
    }
    return [...drafts.values()];
  },
};
