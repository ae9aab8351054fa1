import type { Catalog, ObjectId } from '../catalog/catalog';
import type { Effect, Server } from '../effects/effect';
import type { LockMode } from '../effects/lock-mode';
import type { Operation, OperationKind, OperationOf } from '../operation/operation';
import type { Script, Statement } from '../sql/statement';
import type { Span } from '../text/span';
import type { Severity } from './finding';
import type { JudgedSuppression } from './suppressions';

/**
 * How Prisma runs a migration file on this provider. `one-transaction`: the whole file is one implicit transaction, a single
 * statement runs bare (PostgreSQL, Prisma up to 7.3). `per-statement`: each statement commits on its own (7.4 and later).
 * `unknown`: the version is not known; what is unsafe under either is reported.
 */
export type Execution = 'one-transaction' | 'per-statement' | 'unknown';

/** A rule: what it finds, and how bad that is. One file each; the page is `docs/rules/<id>.md`. */
export type Rule = OperationRule | StatementRule | MigrationRule | SuppressionRule;

interface RuleBase {
  readonly id: string;
  /** Severity without configuration; `off` is opt-in. */
  readonly severity: Severity | 'off';
  /** One sentence for lists of rules. */
  readonly summary: string;
  /** What to do, where the finding itself does not say. */
  readonly help: string;
}

/** Judges one operation at a time, wherever it comes from. */
export interface OperationRule extends RuleBase {
  readonly scope: 'operation';
  readonly on: readonly OperationKind[];
  readonly detect: (operation: Operation, context: OperationContext) => readonly Draft[];
}

/** Judges a statement as a whole: its merged effect, its place in the file. */
export interface StatementRule extends RuleBase {
  readonly scope: 'statement';
  readonly detect: (statement: AnalysedStatement, context: MigrationContext) => readonly Draft[];
}

/** Judges the file: several statements together, its name, its comments. */
export interface MigrationRule extends RuleBase {
  readonly scope: 'migration';
  readonly detect: (context: MigrationContext) => readonly Draft[];
}

/** Judges one suppression at a time, after all other rules have run. */
export interface SuppressionRule extends RuleBase {
  readonly scope: 'suppression';
  readonly detect: (suppression: JudgedSuppression) => readonly Draft[];
}

/** A finding without what the engine fills in: rule, severity, statement and operation. */
export interface Draft {
  /** What happens, to which table. The engine shortens long quoted names until it fits. */
  readonly message: string;
  /** Default: the rule's own. */
  readonly help?: string;
  /** Where this case is milder than the rule: it never raises the severity that the rule is set to. */
  readonly severity?: Severity;
  /** Default: the operation's, else the statement's, else the first line. */
  readonly span?: Span;
  readonly relation?: ObjectId | null;
  readonly column?: string | null;
  /** For migration rules: the statement it belongs to. */
  readonly statement?: number;
  readonly operation?: Operation;
}

export interface AnalysedStatement extends Statement {
  readonly effect: Effect;
  /** One a operation, in the same order. */
  readonly effects: readonly Effect[];
  /** Catalog before the statement. A view of the fold: valid while rules run, not to be kept. */
  readonly before: Catalog;
}

export interface MigrationContext {
  readonly migration: MigrationFacts;
  readonly statements: readonly AnalysedStatement[];
  /** The operations of all statements, in order. */
  readonly operations: readonly PlacedOperation[];
  readonly script: Script;
  readonly text: string;
  readonly server: Server;
  readonly execution: Execution;
  /** Before the whole migration. */
  readonly before: Catalog;
  /** After the whole migration. */
  readonly after: Catalog;
  /** Catalog just before statement `index`; `index` = number of statements gives the one after. */
  readonly catalogBefore: (index: number) => Catalog;
  /** Created by this migration or by another pending one, and not filled from other tables: no rows, no users. */
  readonly isNew: (relation: ObjectId) => boolean;
  /**
   * The operations on that relation, in order; those that create or drop it included, and those on its indexes. Data that is
   * only read does not count.
   */
  readonly operationsOn: (relation: ObjectId) => readonly PlacedOperation[];
  /** The operations of one kind among them. Found without a walk over the others. */
  readonly operationsOfKind: (relation: ObjectId, kind: OperationKind) => readonly PlacedOperation[];
  /** Whether the two statements run in the same transaction, by `execution` and by BEGIN and COMMIT in the file. */
  readonly sameTransaction: (a: number, b: number) => boolean;
  /** Whether the statement runs inside a transaction block, explicit or implicit. */
  readonly inTransaction: (statement: number) => boolean;
  /**
   * The strongest lock on a relation while a statement runs: of any of its clauses, or of an earlier statement whose transaction
   * still holds it.
   */
  readonly lockDuring: (statement: number, relation: ObjectId) => LockMode | null;
}

/** An operation and where it stands. */
export interface PlacedOperation {
  readonly operation: Operation;
  readonly statement: AnalysedStatement;
  /** Catalog before this operation: earlier operations of the same statement are applied. */
  readonly before: Catalog;
  /** Effect of this operation alone. */
  readonly effect: Effect;
}

export interface OperationContext extends MigrationContext {
  readonly statement: AnalysedStatement;
  /** Effect of this operation alone. */
  readonly effect: Effect;
  /** Catalog before this operation: earlier operations of the same statement are applied. */
  readonly beforeOperation: Catalog;
}

/** What the project knows of a migration apart from its text. */
export interface MigrationFacts {
  /** Folder name. */
  readonly name: string;
  /** `history`: on the default branch, or up to the baseline. `edited`: there too, but its text differs from it. */
  readonly state: 'history' | 'pending' | 'edited';
  /** Name of the last migration of the history; null when there is none. For order. */
  readonly newestInHistory: string | null;
}

/** Builds an operation rule whose `detect` sees just the kinds that it names. */
export function operationRule<const K extends OperationKind>(
  rule: RuleBase & {
    readonly on: readonly K[];
    readonly detect: (operation: OperationOf<K>, context: OperationContext) => readonly Draft[];
  },
): OperationRule {
  const kinds: ReadonlySet<string> = new Set(rule.on);
  const detect = (operation: Operation, context: OperationContext): readonly Draft[] =>
    isOneOf<K>(operation, kinds) ? rule.detect(operation, context) : [];
  return { ...rule, scope: 'operation', detect };
}

function isOneOf<K extends OperationKind>(operation: Operation, kinds: ReadonlySet<string>): operation is OperationOf<K> {
  return kinds.has(operation.kind);
}
