import type { ObjectId } from '../../catalog/catalog';
import { quotedName, quotedText } from '../../render/postgres-names';
import { listed, quoted } from '../../wording/wording';
import { statementText } from '../clause';
import { folderWords, writtenTable } from '../names';
import { type Plan, type PlanContext, type PlanKind, type PlanPromise, refused } from '../plan';
import { removeEnumValueRollout } from './remove-rollout';
import { type EnumSwap, enumSwap, type SwapColumn, writtenType } from './swap';
import { mapped, targetValues } from './target-values';

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
    const targets = targetValues(swap, context);
    if (!targets.ok) return refused(targets.reason);
    const { values, guessed } = targets;
    const columns = [...values.keys()];
    const tables = [...new Set(columns.map(({ operation: one }) => writtenTable(one.table)))];
    const name = writtenType(swap, context);
    const given = listed([...new Set(values.values())]);
    const plan: Plan = {
      id: removeEnumValue.id,
      title: `Remove ${listed(removed.map(quoted))}, give its rows ${given}: rewrites ${listed(tables)} while nobody can use it`,
      way: 'one-release',
      preferred: false,
      automatic: guessed.length === 0,
      promise: rewritesUnderLock,
      replaces: swap.operations
        .map((one) => ({ ...one, replacement: null }))
        .sort((a, b) => Number(b.operation === operation) - Number(a.operation === operation)),
      steps: [
        {
          // Behind tables and columns of the enum that go: they would hold on to it.
          phase: 'clean',
          alone: true,
          name: folderWords('remove', name.name, ...removed),
          purpose: `Takes ${listed(removed.map(quotedText))} from the enum ${quotedName(name.name)}. Rows that hold it get ${given}.`,
          statements: swapStatements(swap, values, removed, context),
          undo: `${removed.map((value) => `ALTER TYPE ${writtenTable(name)} ADD VALUE ${quotedText(value)};`).join(' ')} Which rows held it is not known any more.`,
          notes: [
            `It writes ${listed(tables)} anew, with every index, once for all columns of a table. Nobody reads or writes meanwhile: for a small table.`,
            'An application that still writes the value fails from here on: deploy the one that does not first.',
          ],
        },
      ],
    };
    const unsaid = `nobody has said which value the rows of ${listed(guessed)} get that hold the removed one`;
    return [{ ok: true, plan }, ...(guessed.length === 0 ? [] : [{ ok: false as const, reason: unsaid }])];
  },
  rollout: removeEnumValueRollout,
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
  return `ALTER COLUMN ${column} TYPE ${type} USING ${mapped({ column, isList, removed, sql, type })}`;
}
