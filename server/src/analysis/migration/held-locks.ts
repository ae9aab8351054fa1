import type { ObjectId } from '../catalog/catalog';
import { findTable } from '../catalog/resolve';
import { blocksWrites, type LockMode, lockModes } from '../effects/lock-mode';
import { noEffect } from '../effects/merge';
import { isAddedInTransaction } from './added-constraint';
import { dataChangeOf, isDataChange } from './data-change';
import { inUse, workedThrough } from './in-use';
import type { AnalysedStatement, MigrationContext, PlacedOperation } from './migration';

/** A statement that takes long while its transaction holds locks which were taken for a moment only. */
export interface HeldAcross {
  readonly statement: AnalysedStatement;
  /** Tables in use that stay locked meanwhile; no rule about the statement itself speaks of them. */
  readonly held: readonly ObjectId[];
  /** What the statement works through. */
  readonly table: ObjectId;
}

/** The first such statement of each transaction. */
export function locksHeldAcross(context: MigrationContext): readonly HeldAcross[] {
  const { transactions, tables } = longWork(context);
  return transactions.flatMap((statements) => {
    const held = new Set<ObjectId>();
    for (const statement of statements) {
      const table = tables[statement.index] ?? null;
      if (table === null) {
        for (const id of lockedBy(context, statement, 'SHARE ROW EXCLUSIVE')) held.add(id);
        continue;
      }
      const known = spokenOf(context, statement);
      const kept = [...held].filter((id) => !known.has(id) && exists(statement, id));
      if (kept.length > 0) return [{ statement, held: kept, table }];
    }
    return [];
  });
}

/** A table that a transaction locks against everyone after long work on another one, to which nobody has access either. */
export interface LockedAfter {
  readonly statement: AnalysedStatement;
  readonly first: ObjectId;
  readonly second: ObjectId;
}

/** The first such lock of each transaction. */
export function locksTakenAfterWork(context: MigrationContext): readonly LockedAfter[] {
  const { transactions, tables } = longWork(context);
  return transactions.flatMap((statements) => {
    const locked = new Set<ObjectId>();
    let first: ObjectId | null = null;
    for (const statement of statements) {
      const taken = lockedBy(context, statement, 'ACCESS EXCLUSIVE');
      const second = taken.find((id) => !locked.has(id));
      if (first !== null && second !== undefined) return [{ statement, first, second }];
      for (const id of taken) locked.add(id);
      if ((tables[statement.index] ?? null) === null) continue;
      first ??= lockedBy(context, statement, 'SHARE').find((id) => locked.has(id)) ?? null;
    }
    return [];
  });
}

/** What takes long in a migration. */
interface LongWork {
  /** Those of several statements of which one works through a table; most files have none. */
  readonly transactions: readonly (readonly AnalysedStatement[])[];
  /** By the index of its statement, the table that it works through. */
  readonly tables: readonly (ObjectId | null)[];
}

/** Several rules ask for it. */
const known = new WeakMap<readonly PlacedOperation[], LongWork>();

function longWork(context: MigrationContext): LongWork {
  const found = known.get(context.operations) ?? findLongWork(context);
  known.set(context.operations, found);
  return found;
}

const noLongWork: LongWork = { transactions: [], tables: [] };

function findLongWork(context: MigrationContext): LongWork {
  if (context.statements.length < 2) return noLongWork;
  const tables = context.statements.map((statement) => tableWorkedThrough(context, statement));
  if (tables.every((table) => table === null)) return noLongWork;
  const transactions: AnalysedStatement[][] = [];
  for (const statement of context.statements) {
    const last = transactions.at(-1);
    const previous = last?.at(-1);
    if (last !== undefined && previous !== undefined && context.sameTransaction(previous.index, statement.index)) last.push(statement);
    else transactions.push([statement]);
  }
  const isLong = ({ index }: AnalysedStatement): boolean => tables[index] !== null;
  return { transactions: transactions.filter((statements) => statements.length > 1 && statements.some(isLong)), tables };
}

/** A table whose rows a statement works through; null for one that takes a moment only, or that a transaction refuses. */
function tableWorkedThrough(context: MigrationContext, statement: AnalysedStatement): ObjectId | null {
  if (!statement.effect.transactional) return null;
  for (let index = 0; index < statement.operations.length; index++) {
    const operation = statement.operations[index];
    if (operation === undefined) continue;
    const effect = statement.effects[index] ?? noEffect;
    const table = isDataChange(operation)
      ? dataChangeOf(operation, statement.before, context)?.table
      : effect.grows && operation.kind !== 'select-rows'
        ? workedThrough(context, statement, effect)[0]
        : undefined;
    if (table !== undefined) return table;
  }
  return null;
}

/** The tables of which another rule says that the statement blocks them or changes their rows. */
function spokenOf(context: MigrationContext, statement: AnalysedStatement): ReadonlySet<ObjectId> {
  const spoken = new Set([...statement.effect.locks].flatMap(([id, lock]) => (blocksWrites(lock) ? [id] : [])));
  for (const operation of statement.operations) {
    const change = dataChangeOf(operation, statement.before, context);
    if (change !== null) spoken.add(change.table);
    if (operation.kind !== 'validate-constraint') continue;
    const table = findTable(statement.before, operation.table)?.id;
    if (table !== undefined && isAddedInTransaction(context, statement.index, table, operation)) spoken.add(table);
  }
  return spoken;
}

function exists(statement: AnalysedStatement, id: ObjectId): boolean {
  return statement.before.tables.has(id) || statement.before.views.has(id);
}

/** Relations in use on which a statement takes this lock or a stronger one. */
function lockedBy(context: MigrationContext, statement: AnalysedStatement, weakest: LockMode): readonly ObjectId[] {
  const locked = [...statement.effect.locks].filter(([, lock]) => lockModes.indexOf(lock) >= lockModes.indexOf(weakest));
  return inUse(
    context,
    locked.map(([id]) => id),
  );
}
