import type { Catalog, ObjectId } from '../catalog/catalog';
import type { Server } from '../effects/effect';
import type { LockMode } from '../effects/lock-mode';
import type { Finding, Renamed } from '../finding';
import type { AnalysedStatement } from '../migration/migration';
import type { Operation } from '../operation/operation';
import type { BackfillFile, RolloutAnswer, RolloutContext } from './rollout/rollout';

/**
 * What stands in the place of a dangerous operation, and of those that belong to it: data, that `arrange.ts` turns into migration
 * files and `verify.ts` checks before anybody sees it.
 */
export interface Plan {
  readonly id: string;
  /** What it writes, as a code action says it: `Build the index without blocking writes`. */
  readonly title: string;
  readonly way: PlanWay;
  /** Whether an editor may take it without asking: it needs nothing that only a person knows. */
  readonly preferred: boolean;
  /** Whether it may be taken where nobody chooses, as by `lockstep create`. Not where it rests on a guess. Default: it may. */
  readonly automatic?: boolean;
  readonly promise: PlanPromise;
  /** Where it leads: to the very catalog of the migration, or to one that Prisma takes for the same (`as-prisma-sees.ts`). Default: the very same. */
  readonly end?: 'same' | 'same-for-prisma';
  /** What it takes the place of, the operation of its finding first. */
  readonly replaces: readonly Replacement[];
  /** Operations of findings that it answers and leaves as they are: what they need is done elsewhere. */
  readonly settles?: readonly Operation[];
  /** In order. Those of several plans are sorted by their phase. */
  readonly steps: readonly Step[];
  /** Whether the statements of its steps have the comments of what they take the place of. Default: no, the first step gets them. */
  readonly keepsComments?: boolean;
  /** What `lockstep backfill` does once its migrations are applied, each in a file of its own: `backfills/<name>.backfill.json`. */
  readonly backfills?: readonly { readonly name: string; readonly spec: BackfillFile }[];
}

/** All in one release; or over several, so that the application that runs meanwhile goes on. */
export type PlanWay = 'one-release' | 'rollout';

/** What becomes of one operation of the migration. */
export interface Replacement {
  /** Position in the migration of the statement that holds it. */
  readonly statement: number;
  readonly operation: Operation;
  /** What stands in its clause instead; null: the clause is taken out. */
  readonly replacement: string | null;
  /** Whole statements that go in front of its statement, in the same file, without semicolons; each may begin with lines of comments. */
  readonly ahead?: readonly string[];
  /** The same behind it. */
  readonly behind?: readonly string[];
}

/** What no statement that a plan writes does, whichever way Prisma executes its file. */
export interface PlanPromise {
  /** The strongest lock on a table that exists, however short. */
  readonly lock: LockMode;
  /** The strongest lock that is held on a table while rows are read or written, for a time that grows with them. */
  readonly lockWhileWorking: LockMode;
  /** Whether tables may be written anew all the same: by a statement that is only moved, or as the title says. Default: no. */
  readonly rewrites?: boolean;
}

/** Before what is left of the migration: `archive` keeps a copy of what it deletes, `prepare` makes it possible, such as moved rows. */
export const phasesBefore = ['archive', 'prepare'] as const;

/**
 * The order of the files behind it: `fill` gives rows their values, `constrain` adds what holds for new rows, `build` builds and drops
 * indexes, `validate` proves it for the old rows, `finish` takes over what is proven, `clean` removes what only the steps have needed.
 */
export const phasesAfter = ['fill', 'constrain', 'build', 'validate', 'finish', 'clean'] as const;

export type Phase = (typeof phasesBefore)[number] | (typeof phasesAfter)[number];

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
  /** What is found about the operation. */
  readonly finding: Finding;
  /** All findings that ask for a plan now, this one included: one plan may answer several. */
  readonly findings: readonly Finding[];
  /** Of the migration. */
  readonly text: string;
  /** Of the migration, in order. */
  readonly statements: readonly AnalysedStatement[];
  /** The one that holds the operation. */
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
  /** Rows of a table in the environment that counts; null where nobody has looked. */
  readonly rowsOf: (table: ObjectId) => number | null;
  /** All that looks renamed in the migration. */
  readonly renames: readonly Renamed[];
  /** How long the project lets a migration wait for a lock, as PostgreSQL writes it: `5s`; null where it does not say. */
  readonly lockTimeout: string | null;
  /** Catalog before the whole migration. */
  readonly start: Catalog;
  /** When it is written, in UTC, as in the name of its folder: `20261120093000`. What a plan keeps bears it in its name. */
  readonly time: string;
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
  /** One answer, or several, the best first. */
  readonly make: (operation: Operation, context: PlanContext) => PlanAnswer | readonly NonNullable<PlanAnswer>[];
  /** The rules whose findings `rollout` answers. Default: those of `answers`. */
  readonly rollsOut?: readonly string[];
  /** The same over several releases, where that spares the running application or the rows something. */
  readonly rollout?: (operation: Operation, context: RolloutContext) => RolloutAnswer;
}

/** The operations whose findings a plan answers. */
export function answeredBy({ replaces, settles = [] }: Plan): readonly Operation[] {
  return [...settles, ...replaces.map(({ operation }) => operation)];
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
