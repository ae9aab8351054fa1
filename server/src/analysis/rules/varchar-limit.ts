import { columnTypeKinds, typedColumns } from '../migration/defined-columns';
import { operationRule } from './rule';

export const varcharLimit = operationRule({
  id: 'varchar-limit',
  severity: 'off',
  summary: 'A column has a length limit that only a type change can lower.',
  help: 'Use text, with a CHECK on the length where it matters: a CHECK can be changed without a lock that lasts.',
  speaks: 'everywhere',
  schemaHelp: 'Leave @db.VarChar out: text is as fast, and a CHECK on the length can be changed without a lock that lasts.',
  on: columnTypeKinds,
  detect: (operation, { beforeOperation, names }) =>
    typedColumns(operation, beforeOperation)
      .filter(({ type }) => type.schema === null && type.name === 'varchar' && type.modifiers.length > 0)
      .map(({ table, name, type }) => ({
        message: `${names.column(table, name)} has a length limit: lowering it later rewrites the table.`,
        span: type.span,
        relation: table,
        column: name,
      })),
});
