import type { Catalog, ObjectId } from '../catalog/catalog';
import type { Server } from '../effects/effect';
import type { LockMode } from '../effects/lock-mode';
import type { AnalysedStatement } from '../migration/migration';
import type { Operation } from '../operation/operation';

/**
 * What stands in the place of one dangerous operation: data, that `arrange.ts` turns into migration files and `verify.ts`
 * checks before anybody sees it.
 */
export interface Plan {
  readonly id: string;
  /** What it writes, as a code action says it: `Build the index without blocking writes`. */
  readonly title: string;
  /** Whether an editor may take it without asking: it needs nothing that only a person knows. */
  readonly preferred: boolean;
  readonly promise: PlanPromise;
  /** Position in the migration of the statement that holds the operation. */
  readonly statement: number;
  readonly operation: Operation;
  /** What stands in its clause instead; null: the clause is taken out. */
  readonly replacement: string | null;
  /** In order. Those of several plans are sorted by their phase. */
  readonly steps: readonly Step[];
}

/** What no statement that a plan writes does, whichever way Prisma executes its file. */
export interface PlanPromise {
  /** The strongest lock on a table that exists, however short. */
  readonly lock: LockMode;
  /** The strongest lock that is held on a table while rows are read or written, for a time that grows with them. */
  readonly lockWhileWorking: LockMode;
}

/**
 * The order of the files: what the rest of the migration waits for comes first. `fill` gives rows their values, `constrain` adds what
 * holds for new rows, `build` builds and drops indexes, `validate` proves it for the old rows, `finish` takes over what is proven.
 */
export const phases = ['fill', 'constrain', 'build', 'validate', 'finish'] as const;

export type Phase = (typeof phases)[number];

/** A part of a migration file. Steps of the same phase share one, unless one of them has to be alone. */
export interface Step {
  readonly phase: Phase;
  /** Whether its file holds nothing else: statements that refuse a transaction, and long ones. */
  readonly alone: boolean;
  /** For the folder's name, lower snake case: `index_order_customer`. */
  readonly name: string;
  /** A sentence for the header of the file. */
  readonly purpose: string;
  /** Whole statements without semicolon. Each right alone and in one transaction with the others. */
  readonly statements: readonly string[];
  /** SQL or a sentence that takes the step back. */
  readonly undo: string;
  /** What else the header says: how to look for rows that do not fit, what to do when it fails. */
  readonly notes: readonly string[];
}

/** What a plan is made from: one operation of a migration, written or to be written. */
export interface PlanContext {
  /** Of the migration. */
  readonly text: string;
  readonly statement: AnalysedStatement;
  /** Catalog before the statement. */
  readonly before: Catalog;
  /** Catalog after the whole migration. */
  readonly after: Catalog;
  readonly server: Server;
  /** The value that existing rows get in a new or required column, as SQL; null where nobody has said. */
  readonly valueFor: (table: ObjectId, column: string) => string | null;
  /** What Prisma Client fills the column of new rows with in place of the database, as in the schema: `uuid()`; null where it does not. */
  readonly clientDefaultFor: (table: ObjectId, column: string) => string | null;
}

/** What a plan's file answers: null where the operation is not its own. `reason` completes "No plan is offered: …". */
export type PlanAnswer = { readonly ok: true; readonly plan: Plan } | { readonly ok: false; readonly reason: string } | null;

/** A kind of plan. */
export interface PlanKind {
  readonly id: string;
  /** One sentence: what it does. */
  readonly summary: string;
  /** The rules whose findings it answers. */
  readonly answers: readonly string[];
  readonly make: (operation: Operation, context: PlanContext) => PlanAnswer;
}

export function refused(reason: string): PlanAnswer {
  return { ok: false, reason };
}

/** Reads and writes go on, however long it takes. */
export const nothingBlocked: PlanPromise = { lock: 'SHARE UPDATE EXCLUSIVE', lockWhileWorking: 'SHARE UPDATE EXCLUSIVE' };

/** A stronger lock is held for an instant only. */
export function instantOnly(lock: LockMode): PlanPromise {
  return { lock, lockWhileWorking: 'SHARE UPDATE EXCLUSIVE' };
}
