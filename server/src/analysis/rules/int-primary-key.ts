import { serialTypeOf } from '../catalog/column-type';
import { idForNew } from '../catalog/resolve';
import type { ColumnDefinition } from '../operation/column';
import type { CreateTable } from '../operation/table';
import { operationRule } from './rule';

const small: ReadonlySet<string> = new Set(['int2', 'int4']);

export const intPrimaryKey = operationRule({
  id: 'int-primary-key',
  severity: 'off',
  summary: 'A new table numbers its rows with four bytes or less.',
  help: 'Use bigint, in Prisma BigInt: making it larger later rewrites the table and every table that refers to it.',
  speaks: 'everywhere',
  schemaHelp: 'Use BigInt: making it larger later rewrites the table and every table that refers to it.',
  on: ['create-table'],
  detect: (operation, { beforeOperation, names }) => {
    const table = idForNew(beforeOperation, operation.table);
    return smallKeys(operation).map((column) => ({
      message: `${names.column(table, column.name.text)} runs out of numbers at 2.1 billion or before.`,
      span: column.span,
      relation: table,
      column: column.name.text,
    }));
  },
});

/** A primary key of one small column; a key of several columns takes its size from the tables that it refers to. */
function smallKeys({ columns, constraints }: CreateTable): readonly ColumnDefinition[] {
  const keys = [...constraints, ...columns.flatMap((column) => column.constraints)].flatMap((constraint) =>
    constraint.type === 'primary-key' && constraint.columns.length === 1 ? constraint.columns.map(({ text }) => text) : [],
  );
  return columns.filter(({ name, type }) => type !== null && keys.includes(name.text) && small.has(serialTypeOf(type)?.name ?? type.name));
}
