import { columnOf, findTable, idForNew } from '../../catalog/resolve';
import type { ColumnDefinition } from '../../operation/column';
import type { Constraint } from '../../operation/constraint';
import type { Expression } from '../../operation/expression';
import type { IndexKey } from '../../operation/index-operation';
import type { Identifier, Name } from '../../operation/name';
import type { Operation } from '../../operation/operation';
import type { EffectContext } from '../effect';
import { fails, quoted } from '../parts';
import type { Existence } from './existence-facts';

/** The first of several columns that the table lacks. */
export function firstMissingColumn(name: Name, columns: readonly Identifier[], at: EffectContext): Existence | null {
  if (columns.length === 0) return null;
  const found = findTable(at.before, name);
  // The columns of `CREATE TABLE … AS` are not always written.
  if (found === null || !found.table.complete) return null;
  const absent = columns.find((column) => columnOf(found.table, column.text) === null);
  return absent === undefined ? null : noColumn(found.id, absent.text);
}

/** A column that the table lacks, in an expression that can speak of no other table: of a CHECK, an index, USING, a generated column. */
export function missingInExpressions(name: Name, expressions: readonly (Expression | null)[], at: EffectContext): Existence | null {
  return firstMissingColumn(name, columnsOf(name, expressions), at);
}

/** A column of a new index that the table lacks. */
export function missingKey({ table, keys, include, where }: CreateIndex, at: EffectContext): Existence | null {
  const columns = keys.flatMap((key) => (key.type === 'column' ? [key.column] : []));
  return firstMissingColumn(table, [...columns, ...include], at) ?? missingInExpressions(table, [...keys.map(expressionOf), where], at);
}

/** Where the table is the only relation of the statement, every column of its condition is the table's. */
export function missingInCondition({ table, where, query }: Conditional, at: EffectContext): Existence | null {
  return where === null || where.hasSubquery || query.relations.length !== 1 ? null : missingInExpressions(table, [where], at);
}

/** A column that a foreign key refers to and that the other table lacks. */
export function missingReferencedColumn(constraints: readonly Constraint[], at: EffectContext): Existence | null {
  for (const constraint of constraints) {
    const absent = constraint.type === 'foreign-key' ? firstMissingColumn(constraint.references, constraint.referencedColumns, at) : null;
    if (absent !== null) return absent;
  }
  return null;
}

/** A column that a new table's keys and checks name and that it does not define. Inherited columns are not written there. */
export function missingInDefinition(operation: CreateTable, at: EffectContext): Existence | null {
  const { table, columns, constraints, inherits, like, partitionOf, query } = operation;
  if (inherits.length > 0 || like.length > 0 || partitionOf !== null || query !== null || operation.columns.length === 0) return null;
  const defined = new Set(columns.map(({ name }) => name.text));
  const named = [...constraints.flatMap((one) => keysOf(one)), ...columnsOf(table, [...constraints, ...columns].flatMap(expressionsIn))];
  const absent = named.find(({ text }) => !defined.has(text));
  return absent === undefined ? null : noColumn(idForNew(at.before, table), absent.text);
}

function keysOf(constraint: Constraint): readonly Identifier[] {
  if (constraint.type === 'primary-key' || constraint.type === 'unique') return [...constraint.columns, ...constraint.include];
  return constraint.type === 'foreign-key' ? constraint.columns : [];
}

function expressionsIn(part: Constraint | ColumnDefinition): readonly Expression[] {
  if ('type' in part && part.type === 'check') return [part.expression];
  if (!('generated' in part)) return [];
  return [...(part.generated === null ? [] : [part.generated.expression]), ...part.constraints.flatMap(expressionsIn)];
}

function expressionOf(key: IndexKey): Expression | null {
  return key.type === 'expression' ? key.expression : null;
}

/** Beside its columns an expression may name the row as a whole, and what every table has. */
function columnsOf(table: Name, expressions: readonly (Expression | null)[]): readonly Identifier[] {
  const columns = expressions.flatMap((expression) => expression?.columns ?? []);
  return columns.filter(({ text }) => text !== table.name && text !== '*' && !systemColumns.has(text));
}

export function noColumn(table: string, column: string): Existence {
  return { fact: 'missing/column', parts: fails('42703', 'certain', `${quoted(table)} has no column "${column}"`) };
}

const systemColumns: ReadonlySet<string> = new Set(['ctid', 'tableoid', 'xmin', 'xmax', 'cmin', 'cmax']);

type CreateIndex = Extract<Operation, { kind: 'create-index' }>;

type CreateTable = Extract<Operation, { kind: 'create-table' }>;

type Conditional = Extract<Operation, { kind: 'update-rows' | 'delete-rows' }>;
