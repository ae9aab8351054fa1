import type { Draft, Severity } from '../finding';
import type { AnalysedStatement, MigrationContext, OperationContext } from '../migration/migration';
import type { SchemaEdit } from '../migration/schema-edit';
import type { JudgedSuppression } from '../migration/suppressions';
import type { Operation, OperationKind, OperationOf } from '../operation/operation';

/** A rule: what it finds, and how bad that is. One file each; the page is `docs/rules/<id>.md`. */
export type Rule = OperationRule | StatementRule | MigrationRule | SchemaRule | SuppressionRule;

interface RuleBase {
  readonly id: string;
  /** Severity without configuration; `off` is opt-in. */
  readonly severity: Severity | 'off';
  /** One sentence for lists of rules. */
  readonly summary: string;
  /** What to do, where the finding itself does not say. */
  readonly help: string;
  readonly speaks: Speaks;
  /** What to do about it in a schema, where the person writes no SQL yet. Default: as in a migration. */
  readonly schemaHelp?: string;
}

/**
 * Where a rule speaks. `everywhere`: it is about the change itself, so it is told where the schema is edited, and again in the
 * migration if that comes about. `sql`: it is about how a migration is written, or about statements that Prisma never writes:
 * nobody can do anything about it in a schema. `schema`: it is about what no SQL shows.
 */
export type Speaks = 'everywhere' | 'sql' | 'schema';

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

/** Judges the edit of a schema: what Prisma makes of it, or leaves to its client. */
export interface SchemaRule extends RuleBase {
  readonly scope: 'schema';
  readonly speaks: 'schema';
  readonly detect: (edit: SchemaEdit, context: MigrationContext) => readonly Draft[];
}

/** Judges one suppression at a time, after all other rules have run. */
export interface SuppressionRule extends RuleBase {
  readonly scope: 'suppression';
  readonly detect: (suppression: JudgedSuppression) => readonly Draft[];
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
