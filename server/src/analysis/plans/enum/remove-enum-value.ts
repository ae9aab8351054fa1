import type { ObjectId, Table } from '../../catalog/catalog';
import { columnOf, indexesOf } from '../../catalog/resolve';
import { quotedName, quotedText } from '../../render/postgres-names';
import { listed, quoted } from '../../wording/wording';
import { statementText } from '../clause';
import { folderWords, writtenTable } from '../names';
import { type Plan, type PlanContext, type PlanKind, type PlanPromise, refused } from '../plan';
import { type EnumSwap, enumSwap, type SwapColumn, writtenType } from './swap';

/** Rows get another value in the very statement that moves their column to the enum without it. */
export const removeEnumValue: PlanKind = {
  id: 'remove-enum-value',
  summary: 'Gives rows another value where an enum loses theirs, in the statement that moves the column to the smaller enum.',
  answers: ['enum-value-removed'],
  make: (operation, context) => {
    if (operation.kind !== 'change-type') return null;
    const swap = enumSwap(operation, context);
    if (swap === null) return refused('the change of the enum is not written as Prisma does');
    const removed = swap.before.filter((value) => !swap.after.includes(value));
    const columns = swap.columns.filter(({ table, operation: one }) => {
      const shape = context.start.tables.get(table);
      return shape !== undefined && columnOf(shape, one.column.text) !== null;
    });
    const values = new Map<SwapColumn, string>();
    const guesses: string[] = [];
    for (const column of columns) {
      const held = conditionOn(column, context);
      if (held !== null)
        return refused(`${held} compares ${quotedName(column.operation.column.text)} with a value of the old type: drop it first`);
      const value = valueFor(column, swap, context);
      if (!value.ok) return refused(value.reason);
      values.set(column, value.sql);
      if (value.guessed) guesses.push(quotedName(column.operation.column.text));
    }
    const tables = [...new Set(columns.map(({ operation: one }) => writtenTable(one.table)))];
    const name = writtenType(swap, context);
    const targets = [...new Set(values.values())];
    const plan: Plan = {
      id: removeEnumValue.id,
      title: `Remove ${listed(removed.map(quoted))}, give its rows ${listed(targets)}: rewrites ${listed(tables)} while nobody can use it`,
      way: 'one-release',
      preferred: false,
      automatic: guesses.length === 0,
      promise: rewritesUnderLock,
      replaces: swap.operations
        .map((one) => ({ ...one, replacement: null }))
        .sort((a, b) => Number(b.operation === operation) - Number(a.operation === operation)),
      steps: [
        {
          phase: 'prepare',
          alone: true,
          name: folderWords('remove', name.name, ...removed),
          purpose: `Takes ${listed(removed.map(quotedText))} from the enum ${quotedName(name.name)}. Rows that hold it get ${listed(targets)}.`,
          statements: swapStatements(swap, values, removed, context),
          undo: `${removed.map((value) => `ALTER TYPE ${writtenTable(name)} ADD VALUE ${quotedText(value)};`).join(' ')} Which rows held it is not known any more.`,
          notes: [
            `It writes ${listed(tables)} anew, with every index, once for all columns of a table. Nobody reads or writes meanwhile: for a small table.`,
            'An application that still writes the value fails from here on: deploy the one that does not first.',
          ],
        },
      ],
    };
    const unsaid = `nobody has said which value the rows of ${listed(guesses)} get that hold the removed one`;
    return [{ ok: true, plan }, ...(guesses.length === 0 ? [] : [{ ok: false as const, reason: unsaid }])];
  },
};

const rewritesUnderLock: PlanPromise = { lock: 'ACCESS EXCLUSIVE', lockWhileWorking: 'ACCESS EXCLUSIVE', rewrites: true };

/** As Prisma wrote them, but that a table changes all of its columns at once, and so is written anew once. */
function swapStatements(
  swap: EnumSwap,
  values: ReadonlyMap<SwapColumn, string>,
  removed: readonly string[],
  { text, statements }: PlanContext,
): readonly string[] {
  const indexes = [...new Set(swap.operations.map(({ statement }) => statement))];
  const done = new Set<ObjectId>();
  return indexes.flatMap((index): readonly string[] => {
    const statement = statements[index];
    if (statement === undefined) return [];
    const first = swap.columns.find(({ operation }) => statement.operations.includes(operation));
    if (first === undefined) return [statementText(text, statement)];
    if (done.has(first.table)) return [];
    done.add(first.table);
    const own = swap.columns.filter(({ table }) => table === first.table);
    const clauses = own.map((column) => changeClause(column, values.get(column) ?? null, removed, text));
    return [`ALTER TABLE ${writtenTable(first.operation.table)} ${clauses.join(',\n')}`];
  });
}

/** `sql`: what the rows get that hold a removed value; null where there can be none. */
function changeClause({ operation, isList }: SwapColumn, sql: string | null, removed: readonly string[], text: string): string {
  if (sql === null) return text.slice(operation.span.start, operation.span.end);
  const column = quotedName(operation.column.text);
  const bare = writtenTable(operation.type);
  const type = isList ? `${bare}[]` : bare;
  const kept = isList
    ? removed.reduce((inner, value) => `array_replace(${inner}, ${quotedText(value)}, ${sql})`, `${column}::text[]`)
    : `CASE WHEN ${column}::text IN (${removed.map(quotedText).join(', ')}) THEN ${sql} ELSE ${column}::text END`;
  return `ALTER COLUMN ${column} TYPE ${type} USING (${kept})::${type}`;
}

type Value = { readonly ok: true; readonly sql: string; readonly guessed: boolean } | { readonly ok: false; readonly reason: string };

/** What somebody has said, else the default of the column or the first value that stays, which is a guess. */
function valueFor({ table, operation }: SwapColumn, { after }: EnumSwap, context: PlanContext): Value {
  const name = operation.column.text;
  const shape = context.after.tables.get(table);
  const given = context.valueFor(table, name);
  if (given === null) {
    const guess = guessed(shape, name, after);
    return guess === null ? { ok: false, reason: 'no value of the enum stays' } : { ok: true, sql: quotedText(guess), guessed: true };
  }
  if (/^\s*null\s*$/i.test(given)) {
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
