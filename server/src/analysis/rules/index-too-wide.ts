import { findTable } from '../catalog/resolve';
import { counted } from '../wording/wording';
import { operationRule } from './rule';

/** The number that strong_migrations draws the line at. */
const mostColumns = 3;

export const indexTooWide = operationRule({
  id: 'index-too-wide',
  severity: 'off',
  summary: 'An index that is not unique has more than three columns.',
  help: 'Keep the columns that narrow the search most: the others make the index larger and every write slower.',
  speaks: 'everywhere',
  on: ['create-index'],
  detect: (operation, { beforeOperation, names }) => {
    if (operation.unique || operation.keys.length <= mostColumns) return [];
    const table = findTable(beforeOperation, operation.table)?.id ?? null;
    const name = operation.name === null ? 'An index' : `Index ${names.part(table, operation.name.text)}`;
    return [
      {
        message: `${name} has ${counted(operation.keys.length, 'column')}; more than ${mostColumns} rarely help.`,
        relation: table,
      },
    ];
  },
});
