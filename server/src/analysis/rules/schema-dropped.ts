import { counted, quoted } from '../wording/wording';
import { operationRule } from './rule';

export const schemaDropped = operationRule({
  id: 'schema-dropped',
  severity: 'error',
  summary: 'A database schema is dropped with everything in it.',
  help: 'Drop its tables one by one, each after a release that no longer uses it, and the empty schema last.',
  speaks: 'sql',
  on: ['drop-schema'],
  detect: (operation, { before, beforeOperation }) => {
    const schema = operation.schema.text;
    // Without CASCADE the server refuses to drop a schema that holds anything.
    if (!operation.cascade || (beforeOperation.schemas.has(schema) && !before.schemas.has(schema))) return [];
    const tables = [...beforeOperation.tables.values()].filter((table) => table.schema === schema).length;
    const contents = tables === 0 ? 'everything in it' : `${counted(tables, 'table')} and all their rows`;
    return [{ message: `Dropping schema ${quoted(schema)} deletes ${contents}.` }];
  },
});
