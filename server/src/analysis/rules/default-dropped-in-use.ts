import { findTable } from '../catalog/resolve';
import { isInUse } from '../migration/in-use';
import { operationRule } from './rule';

export const defaultDroppedInUse = operationRule({
  id: 'default-dropped-in-use',
  severity: 'warning',
  summary: 'A required column loses its default under an application that leaves the column out.',
  help: 'Release the application that always sets the column first, and drop the default in a later release.',
  speaks: 'everywhere',
  on: ['drop-default', 'drop-identity'],
  detect: (operation, context) => {
    const found = findTable(context.beforeOperation, operation.table);
    if (found === null || !isInUse(context, found.id)) return [];
    const name = operation.column.text;
    const column = found.table.columns.find((candidate) => candidate.name === name);
    if (column === undefined || (column.default === null && column.identity === null)) return [];
    const after = context.after.tables.get(found.id)?.columns.find((candidate) => candidate.name === name);
    if (after === undefined || !after.notNull || after.default !== null || after.identity !== null) return [];
    return [
      {
        message: `Dropping the default of ${context.names.column(found.id, name)} fails inserts that leave it out.`,
        help:
          `Code that runs during the deploy may still rely on the default. Release the application that always sets ${context.names.bareColumn(found.id, name)} first, ` +
          'and drop the default in a later release.',
        relation: found.id,
        column: name,
      },
    ];
  },
});
