import type { ColumnType } from '../../catalog/catalog';
import { resolveType } from '../../catalog/column-type';
import { columnOf, findTable } from '../../catalog/resolve';
import type { ColumnDefinition } from '../../operation/column';
import type { Expression } from '../../operation/expression';
import type { Identifier, Name } from '../../operation/name';
import type { EffectContext } from '../effect';
import { fails } from '../parts';
import type { Existence } from './existence-facts';

/** A default of a new column that its enum does not have. */
export function missingInDefault(column: ColumnDefinition, at: EffectContext): Existence | null {
  return column.type === null || column.default === null ? null : missingValue(resolveType(at.before, column.type), column.default, at);
}

/** A default of an existing column that its enum does not have. */
export function missingInNewDefault(operation: SetDefault, at: EffectContext): Existence | null {
  const table = findTable(at.before, operation.table)?.table;
  const column = table === undefined ? null : columnOf(table, operation.column.text);
  return column === null ? null : missingValue(column.type, operation.default, at);
}

/** The server turns a bare constant into a value of the enum when it reads the statement; behind a cast to text it does not. */
function missingValue(type: ColumnType, { constant, casts }: Expression, at: EffectContext): Existence | null {
  const found = type.user && type.dimensions === 0 ? at.before.types.get(type.name) : undefined;
  const value = constant?.value ?? null;
  if (found?.type !== 'enum' || value === null || found.values.includes(value)) return null;
  const isBare = casts.every((cast) => cast.dimensions === 0 && resolveType(at.before, cast).name === type.name);
  if (!isBare) return null;
  return { fact: 'missing/enum-value', parts: fails('22P02', 'certain', `"${found.name}" has no value "${value}"`) };
}

type SetDefault = { readonly table: Name; readonly column: Identifier; readonly default: Expression };
