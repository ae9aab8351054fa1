import { findType } from '../catalog/resolve';
import { operationRule } from './rule';

export const enumValueRenamed = operationRule({
  id: 'enum-value-renamed',
  severity: 'warning',
  summary: 'An enum value is renamed under an application that still reads and writes the old one.',
  help: 'Keep the value in the database and rename it in the schema only, with @map.',
  speaks: 'sql',
  on: ['rename-enum-value'],
  detect: (operation, context) => {
    const id = findType(context.beforeOperation, operation.type)?.id;
    const type = id === undefined ? undefined : context.before.types.get(id);
    const from = operation.value.text;
    if (id === undefined || type?.type !== 'enum' || !type.values.includes(from)) return [];
    return [
      {
        message: `Renaming a value of ${context.names.type(id)} breaks running code that uses the old one.`,
        help:
          `Keep '${from}' in the database and rename it in the schema only, with @map("${from}"): that needs no SQL. ` +
          `Or add '${operation.to.text}', move the rows to it, and stop using '${from}' in a later release.`,
      },
    ];
  },
});
