import { findView } from '../catalog/resolve';
import { blocksReads } from '../effects/lock-mode';
import { operationRule } from './rule';

export const materializedViewRefreshBlocks = operationRule({
  id: 'materialized-view-refresh-blocks',
  severity: 'warning',
  summary: 'A materialized view is refreshed while nobody can read it.',
  help: 'Give it a unique index and REFRESH MATERIALIZED VIEW CONCURRENTLY, best from a scheduled job and not from a migration.',
  speaks: 'sql',
  on: ['refresh-materialized-view'],
  detect: (operation, context) => {
    const found = findView(context.beforeOperation, operation.view);
    if (found === null || !found.view.populated || !context.effect.grows) return [];
    const { id } = found;
    const lock = context.effect.locks.get(id);
    if (lock === undefined || !blocksReads(lock)) return [];
    return [{ message: `Refreshing ${context.names.relation(id)} blocks all reads of it until it is computed anew.`, relation: id }];
  },
});
