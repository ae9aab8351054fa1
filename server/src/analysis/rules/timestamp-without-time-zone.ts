import { columnTypeKinds, typedColumns } from '../migration/defined-columns';
import { operationRule } from './rule';

export const timestampWithoutTimeZone = operationRule({
  id: 'timestamp-without-time-zone',
  severity: 'off',
  summary: 'A column holds a date and time without saying in which time zone.',
  help: 'Use timestamptz, in Prisma @db.Timestamptz(6): it holds a moment, whatever the time zone of the connection.',
  speaks: 'everywhere',
  schemaHelp: 'Use @db.Timestamptz(6): it holds a moment, whatever the time zone of the connection.',
  on: columnTypeKinds,
  detect: (operation, { beforeOperation, names }) =>
    typedColumns(operation, beforeOperation)
      .filter(({ type }) => type.schema === null && type.name === 'timestamp')
      .map(({ table, name, type }) => ({
        message: `${names.column(table, name)} is a timestamp without time zone: the moment it means is a guess.`,
        span: type.span,
        relation: table,
        column: name,
      })),
});
