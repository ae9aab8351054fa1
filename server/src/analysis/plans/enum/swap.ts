import type { ObjectId } from '../../catalog/catalog';
import { resolveType } from '../../catalog/column-type';
import { columnOf, findTable, findType, idForNew } from '../../catalog/resolve';
import type { AnalysedStatement } from '../../migration/migration';
import type { Operation, OperationOf } from '../../operation/operation';
import type { ChangeType } from '../../operation/table';
import type { PlanContext } from '../plan';

/**
 * How Prisma takes values from an enum: a new type, its columns moved over, the names exchanged, in a transaction that the file
 * opens.
 */
export interface EnumSwap {
  readonly type: ObjectId;
  /** As the migration names it. */
  readonly written: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** All of it, BEGIN and COMMIT included. */
  readonly operations: readonly SwapOperation[];
  readonly columns: readonly SwapColumn[];
}

export interface SwapOperation {
  readonly statement: number;
  readonly operation: Operation;
}

export interface SwapColumn {
  readonly table: ObjectId;
  readonly operation: ChangeType;
  readonly isList: boolean;
}

/** The exchange that the change of a column belongs to; null where it is not written as Prisma does. */
export function enumSwap(operation: ChangeType, { statements, start }: PlanContext): EnumSwap | null {
  const place = statements.findIndex(({ operations }) => operations.includes(operation));
  const catalog = statements[place]?.before;
  const table = catalog === undefined ? null : findTable(catalog, operation.table);
  const column = table === null ? null : columnOf(table.table, operation.column.text);
  const type = column === null ? undefined : start.types.get(column.type.name);
  if (catalog === undefined || column === null || type?.type !== 'enum') return null;
  const next = resolveType(catalog, operation.type).name;
  const creation = statements.findIndex(({ operations, before }) =>
    operations.some((one) => one.kind === 'create-enum' && idForNew(before, one.type) === next),
  );
  const created = statements[creation]?.operations.find((one) => one.kind === 'create-enum');
  const range = created === undefined ? null : rangeAround(creation, statements);
  if (created?.kind !== 'create-enum' || range === null) return null;
  const operations = range.flatMap(({ index, operations: own }) => own.map((one) => ({ statement: index, operation: one })));
  if (!operations.every(({ operation: one }) => swapKinds.has(one.kind))) return null;
  return {
    type: column.type.name,
    written: created.type.name,
    before: type.values,
    after: created.values.map(({ text }) => text),
    operations,
    columns: range.flatMap(({ operations: own, before }) =>
      own.flatMap((one) => {
        const found = one.kind === 'change-type' ? findTable(before, one.table) : null;
        return one.kind === 'change-type' && found !== null ? [{ table: found.id, operation: one, isList: one.type.dimensions > 0 }] : [];
      }),
    ),
  };
}

const swapKinds: ReadonlySet<Operation['kind']> = new Set([
  'transaction-control',
  'create-enum',
  'change-type',
  'rename-type',
  'drop-type',
  'drop-default',
  'set-default',
]);

/** From BEGIN to COMMIT; null where the creation stands in no transaction of its own. */
function rangeAround(creation: number, statements: readonly AnalysedStatement[]): readonly AnalysedStatement[] | null {
  const isControl = ({ operations }: AnalysedStatement, action: OperationOf<'transaction-control'>['action']): boolean =>
    operations.some((one) => one.kind === 'transaction-control' && one.action === action);
  const [begin] = [statements[creation - 1]].filter((one) => one !== undefined && isControl(one, 'begin'));
  const end = statements.findIndex((one, index) => index > creation && isControl(one, 'commit'));
  return begin === undefined || end < 0 ? null : statements.slice(creation - 1, end + 1);
}

/** The name of the enum as the file writes it, with its schema where that is written. */
export function writtenType(swap: EnumSwap, { start }: PlanContext): { readonly schema: string | null; readonly name: string } {
  const renamed = swap.operations.find(({ operation }) => operation.kind === 'rename-type')?.operation;
  if (renamed?.kind === 'rename-type' && findType(start, renamed.type)?.id === swap.type) return renamed.type;
  const dot = swap.type.indexOf('.');
  return { schema: swap.type.slice(0, dot), name: swap.type.slice(dot + 1) };
}
