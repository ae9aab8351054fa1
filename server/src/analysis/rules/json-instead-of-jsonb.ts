import { columnTypeKinds, typedColumns } from '../migration/defined-columns';
import { operationRule } from './rule';

export const jsonInsteadOfJsonb = operationRule({
  id: 'json-instead-of-jsonb',
  severity: 'off',
  summary: 'A column has the type json, which has no equality and is read anew each time.',
  help: 'Use jsonb, in Prisma Json without a native type: json keeps the text only.',
  speaks: 'everywhere',
  schemaHelp: 'Leave @db.Json out: Json is jsonb then.',
  on: columnTypeKinds,
  detect: (operation, { beforeOperation, names }) =>
    typedColumns(operation, beforeOperation)
      .filter(({ type }) => type.schema === null && type.name === 'json')
      .map(({ table, name, type }) => ({
        message: `${names.column(table, name)} is json: no equality, no GIN index, no DISTINCT; jsonb has them.`,
        span: type.span,
        relation: table,
        column: name,
      })),
});
