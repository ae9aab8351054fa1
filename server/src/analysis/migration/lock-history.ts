import type { ObjectId } from '../catalog/catalog';
import { type LockMode, strongerLock } from '../effects/lock-mode';
import type { AnalysedStatement } from './migration';
import type { Transactions } from './transactions';

/** From this statement on its transaction holds this lock, until a later step of the same relation or the end of the transaction. */
interface Step {
  readonly from: number;
  readonly lock: LockMode;
}

/** Answers which lock is held on a relation while a statement runs. It is worked out at the first question. */
export function lockHistory(
  statements: readonly AnalysedStatement[],
  sameTransaction: Transactions['sameTransaction'],
): (statement: number, relation: ObjectId) => LockMode | null {
  let history: ReadonlyMap<ObjectId, readonly Step[]> | null = null;
  return (statement, relation) => {
    history ??= stepsOf(statements, sameTransaction);
    const step = lastUpTo(history.get(relation) ?? [], statement);
    return step !== null && sameTransaction(step.from, statement) ? step.lock : null;
  };
}

/** A step for each statement that locks a relation for the first time in its transaction, or locks it harder. */
function stepsOf(
  statements: readonly AnalysedStatement[],
  sameTransaction: Transactions['sameTransaction'],
): ReadonlyMap<ObjectId, readonly Step[]> {
  const history = new Map<ObjectId, Step[]>();
  for (const { index, effect } of statements) {
    for (const [relation, lock] of effect.locks) {
      const steps = history.get(relation) ?? [];
      const last = steps.at(-1);
      const held = last !== undefined && sameTransaction(last.from, index) ? last.lock : null;
      const strongest = held === null ? lock : strongerLock(held, lock);
      if (strongest !== held) steps.push({ from: index, lock: strongest });
      history.set(relation, steps);
    }
  }
  return history;
}

function lastUpTo(steps: readonly Step[], statement: number): Step | null {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.from ?? 0) <= statement) low = middle + 1;
    else high = middle;
  }
  return steps[low - 1] ?? null;
}
