import type { SetVariable, TransactionControl } from '../../operation/session';
import { type CatalogDraft, restore, snapshot } from '../draft';
import { objectId, temporarySchema } from '../resolve';
import { dropTable, dropView } from './drop';

/** Of all variables only `search_path` changes what later statements mean. */
export function applySetVariable(draft: CatalogDraft, operation: SetVariable): void {
  if (operation.variable !== 'search_path') return;
  const path = operation.values ?? draft.session.initialPath;
  draft.searchPath = path;
  if (operation.scope === 'session') draft.session.path = path;
}

/** A rollback undoes everything since BEGIN, a SET included; a commit ends what SET LOCAL had set. */
export function applyTransactionControl(draft: CatalogDraft, operation: TransactionControl): void {
  const { session } = draft;
  const { transaction } = session;
  switch (operation.action) {
    case 'begin':
      session.transaction ??= { before: snapshot(draft), savepoints: [] };
      break;
    case 'commit':
    case 'prepare':
      session.transaction = null;
      draft.searchPath = session.path;
      break;
    case 'rollback':
      if (transaction === null) break;
      restore(draft, transaction.before);
      session.path = transaction.before.searchPath;
      session.transaction = null;
      break;
    case 'savepoint':
      if (transaction !== null) {
        session.transaction = { ...transaction, savepoints: [...transaction.savepoints, snapshot(draft)] };
      }
      break;
    case 'rollback-to': {
      const savepoint = transaction?.savepoints.at(-1);
      if (savepoint !== undefined) restore(draft, savepoint);
      break;
    }
    case 'release':
      if (transaction !== null) session.transaction = { ...transaction, savepoints: transaction.savepoints.slice(0, -1) };
  }
}

/** The end of a file: its connection's search path and temporary objects end with it. */
export function endSession(draft: CatalogDraft): void {
  draft.searchPath = draft.session.initialPath;
  draft.session.path = draft.session.initialPath;
  draft.session.transaction = null;
  if (!draft.schemas.has(temporarySchema)) return;
  for (const view of draft.views.values()) if (view.schema === temporarySchema) dropView(draft, objectId(view.schema, view.name), true);
  for (const table of draft.tables.values())
    if (table.schema === temporarySchema) dropTable(draft, objectId(table.schema, table.name), true);
  draft.schemas = new Set([...draft.schemas].filter((schema) => schema !== temporarySchema));
}
