import { columnOf, findTable } from '../catalog/resolve';
import { operationRule } from './rule';

export const notNullDropped = operationRule({
  id: 'not-null-dropped',
  severity: 'information',
  summary: 'A required column becomes optional.',
  help: 'Release an application that copes with NULL in this column before anything writes it.',
  speaks: 'everywhere',
  on: ['drop-not-null'],
  detect: (operation, context) => {
    const found = findTable(context.beforeOperation, operation.table);
    if (found === null || context.isNew(found.id)) return [];
    const column = operation.column.text;
    if (columnOf(found.table, column)?.notNull !== true) return [];
    const message = `${context.names.column(found.id, column)} may hold NULL from now on, which running code may not expect.`;
    return [{ message, relation: found.id, column }];
  },
});
