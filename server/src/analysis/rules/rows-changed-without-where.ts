import type { ObjectId } from '../catalog/catalog';
import { blocksReads } from '../effects/lock-mode';
import { dataChangeOf } from '../migration/data-change';
import type { OperationContext } from '../migration/migration';
import type { UpdateRows } from '../operation/data';
import { quoted } from '../wording/wording';
import { operationRule } from './rule';

export const rowsChangedWithoutWhere = operationRule({
  id: 'rows-changed-without-where',
  severity: 'warning',
  summary: 'UPDATE or DELETE without WHERE reaches every row of a table in use.',
  help: 'Say which rows with WHERE. Where every row is meant, change them in batches by primary key, outside of the migration.',
  speaks: 'sql',
  on: ['update-rows', 'delete-rows'],
  detect: (operation, context) => {
    const change = dataChangeOf(operation, context.beforeOperation, context);
    if (change?.extent !== 'every-row') return [];
    const lock = context.lockDuring(context.statement.index, change.table);
    const how = lock !== null && blocksReads(lock) ? ' under a lock that blocks all access' : ' in one statement';
    const what = operation.kind === 'update-rows' ? 'UPDATE without WHERE changes' : 'DELETE without WHERE deletes';
    const filled = operation.kind === 'update-rows' ? newColumn(operation, change.table, context) : null;
    return [
      {
        message: `${what} every row of ${context.names.relation(change.table)}${how}.`,
        ...(filled !== null && { help: helpForNewColumn(filled) }),
        relation: change.table,
        column: filled,
      },
    ];
  },
});

/** A column that the migration has added and that the statement fills; null where it sets none. */
function newColumn(operation: UpdateRows, table: ObjectId, context: OperationContext): string | null {
  const added = context.operationsOn(table).flatMap((placed) => (placed.operation.kind === 'add-column' ? [placed.operation.column] : []));
  return operation.columns.find(({ text }) => added.some(({ name }) => name.text === text))?.text ?? null;
}

function helpForNewColumn(column: string): string {
  return (
    `Add ${quoted(column)} with a constant DEFAULT instead: existing rows have it at once, without being written. ` +
    'Where each row needs a value of its own, fill them in batches with `lockstep backfill`, outside of the migration.'
  );
}
