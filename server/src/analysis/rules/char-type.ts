import { columnTypeKinds, typedColumns } from '../migration/defined-columns';
import { operationRule } from './rule';

export const charType = operationRule({
  id: 'char-type',
  severity: 'off',
  summary: 'A column has the type char(n), which pads every value with spaces.',
  help: 'Use text, with a CHECK on the length where it matters.',
  speaks: 'everywhere',
  schemaHelp: 'Leave @db.Char out: text is as fast, and a CHECK can limit its length where it matters.',
  on: columnTypeKinds,
  detect: (operation, { beforeOperation, names }) =>
    typedColumns(operation, beforeOperation)
      .filter(({ type }) => type.schema === null && type.name === 'bpchar')
      .map(({ table, name, type }) => ({
        message: `${names.column(table, name)} is char(n): values are padded with spaces, and nothing gets faster.`,
        span: type.span,
        relation: table,
        column: name,
      })),
});
