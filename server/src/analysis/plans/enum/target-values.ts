import type { Table } from '../../catalog/catalog';
import { columnOf, indexesOf } from '../../catalog/resolve';
import { quotedName, quotedText } from '../../render/postgres-names';
import { listed } from '../../wording/wording';
import type { PlanContext } from '../plan';
import type { EnumSwap, SwapColumn } from './swap';

/** What the rows of each column that is there get in place of a removed value, as SQL; and the columns for which nobody has said it. */
export type TargetValues =
  | { readonly ok: true; readonly values: ReadonlyMap<SwapColumn, string>; readonly guessed: readonly string[] }
  | { readonly ok: false; readonly reason: string };

export function targetValues(swap: EnumSwap, context: PlanContext): TargetValues {
  const values = new Map<SwapColumn, string>();
  const guessed: string[] = [];
  for (const column of swap.columns) {
    const { table, operation } = column;
    const shape = context.start.tables.get(table);
    if (shape === undefined || columnOf(shape, operation.column.text) === null) continue;
    const name = quotedName(operation.column.text);
    const held = conditionOn(column, context);
    if (held !== null) return { ok: false, reason: `${held} compares ${name} with a value of the old type: drop it first` };
    const value = valueFor(column, swap, context);
    if (!value.ok) return value;
    values.set(column, value.sql);
    if (value.guessed) guessed.push(name);
  }
  return { ok: true, values, guessed };
}

export interface Mapping {
  /** As SQL: `"role"`, `NEW."role"`. */
  readonly column: string;
  readonly isList: boolean;
  readonly removed: readonly string[];
  /** What takes their place. */
  readonly sql: string;
  /** The enum without them, with brackets for a list. */
  readonly type: string;
}

/** An expression for what a row holds in the enum without the removed values. */
export function mapped({ column, isList, removed, sql, type }: Mapping): string {
  const kept = isList
    ? removed.reduce((inner, value) => `array_replace(${inner}, ${quotedText(value)}, ${sql})`, `${column}::text[]`)
    : `CASE WHEN ${column}::text IN (${removed.map(quotedText).join(', ')}) THEN ${sql} ELSE ${column}::text END`;
  return `(${kept})::${type}`;
}

type Value = { readonly ok: true; readonly sql: string; readonly guessed: boolean } | { readonly ok: false; readonly reason: string };

/** What somebody has said, else the default of the column or the first value that stays, which is a guess. */
function valueFor({ table, operation, isList }: SwapColumn, { after }: EnumSwap, context: PlanContext): Value {
  const name = operation.column.text;
  const shape = context.after.tables.get(table);
  const given = context.valueFor(table, name);
  if (given === null) {
    const guess = guessed(shape, name, after);
    return guess === null ? { ok: false, reason: 'no value of the enum stays' } : { ok: true, sql: quotedText(guess), guessed: true };
  }
  if (/^\s*null\s*$/i.test(given)) {
    if (isList) return { ok: false, reason: `${quotedName(name)} is a list, so NULL is no value for it` };
    const isRequired = shape !== undefined && columnOf(shape, name)?.notNull === true;
    return isRequired
      ? { ok: false, reason: `${quotedName(name)} is required, so NULL is no value for it` }
      : { ok: true, sql: 'NULL', guessed: false };
  }
  const value = /^\s*'((?:[^']|'')*)'/.exec(given)?.[1]?.replaceAll("''", "'") ?? given.trim();
  return after.includes(value)
    ? { ok: true, sql: quotedText(value), guessed: false }
    : { ok: false, reason: `${quotedText(value)} is no value of the enum; it has ${listed(after.map(quotedText))}` };
}

function guessed(shape: Table | undefined, name: string, values: readonly string[]): string | null {
  const constant = shape === undefined ? undefined : columnOf(shape, name)?.default?.constant?.value;
  return values.find((value) => value === constant) ?? values[0] ?? null;
}

/** An index or a check that the server could not carry over to another type: it compares the column with a value of the old one. */
function conditionOn({ table, operation }: SwapColumn, { start }: PlanContext): string | null {
  const name = operation.column.text;
  const index = indexesOf(start, table).find(
    ({ where, keys }) =>
      where?.columns.includes(name) === true || keys.some((key) => key.type === 'expression' && key.expression.columns.includes(name)),
  );
  const check = start.tables.get(table)?.constraints.find((one) => one.type === 'check' && one.columns.includes(name));
  const found = index ?? check;
  return found === undefined ? null : quotedName(found.name);
}
