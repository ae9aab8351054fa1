import { dependentViews, findTable } from '../catalog/resolve';
import { listed, objectName } from '../wording/wording';
import { operationRule } from './rule';

export const typeChangeBlockedByView = operationRule({
  id: 'type-change-blocked-by-view',
  severity: 'error',
  summary: 'The type of a column that a view uses cannot be changed.',
  help: 'Drop the view before the change and create it again after it, in the same migration.',
  speaks: 'everywhere',
  schemaHelp:
    'Write the migration with `prisma migrate dev --create-only`, drop the view there before the change, and create it again after it.',
  on: ['change-type'],
  detect: (operation, { beforeOperation, names }) => {
    const id = findTable(beforeOperation, operation.table)?.id;
    if (id === undefined) return [];
    const column = operation.column.text;
    const views = dependentViews(beforeOperation, id, column);
    if (views.length === 0) return [];
    const users = views.length === 1 ? `view ${names.relation(views[0] ?? '')} uses it` : `${views.length} views use it`;
    return [
      {
        message: `Changing the type of ${names.column(id, column)} fails: ${users}.`,
        help: `Drop ${listed(views.map(objectName))} before the change and create it again after it, in the same migration.`,
        relation: id,
        column,
      },
    ];
  },
});
