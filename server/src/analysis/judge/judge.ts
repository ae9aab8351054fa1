import type { Subject } from '../catalog/subject';
import { type Draft, type Finding, type Severity, severities } from '../finding';
import { operationContext } from '../migration/context';
import type { Suppression } from '../migration/directives';
import type { AnalysedStatement, MigrationContext, OperationContext } from '../migration/migration';
import { sqlSuppressions } from '../migration/sql-suppressions';
import { type JudgedSuppression, judgeSuppression, suppresses } from '../migration/suppressions';
import type { Operation } from '../operation/operation';
import type { MigrationRule, Rule, SchemaRule, StatementRule, SuppressionRule } from '../rules/rule';
import { type Span, spanOf } from '../text/span';
import { fitted } from '../wording/wording';
import { type Active, type ActiveRules, activeRules, type Line, ruleStatus, type Severities } from './active-rules';
import { withoutConsequences } from './consequences';

/** The text in which findings are told: the migration's own, or the schema's that asks for it. */
export interface Page {
  readonly line: Line;
  readonly suppressions: readonly Suppression[];
  /** Where something in the SQL stands there. */
  readonly place: (found: Found) => Span;
}

/** What a finding is about. */
export interface Found {
  /** In the text of the migration; null for the migration as a whole. */
  readonly span: Span | null;
  /** Named by the rule, where the span does not say it. */
  readonly subject: Subject | null;
  readonly operation: Operation | null;
}

/** A migration that somebody has written. */
export function sqlPage({ script, text }: MigrationContext): Page {
  return { line: 'sql', suppressions: sqlSuppressions(script, text), place: ({ span }) => span ?? firstLine(text) };
}

/** What the rules find in one migration, suppressions applied, sorted by position on the page. */
export function judge(context: MigrationContext, settings: Severities, page: Page): readonly Finding[] {
  const active = activeRules(settings, page.line);
  const found: Finding[] = [];
  const judging: Judging = { context, page };
  judgeOperations(active, judging, found);
  for (const statement of context.statements) judgeStatement(statement, active.statement, judging, found);
  judgeMigration(active.migration, judging, found);
  judgeEdit(active.schema, judging, found);
  const { suppressions } = page;
  if (suppressions.length === 0) return [...withoutConsequences(found, context)].sort(byPosition);
  const judged = suppressions.map((suppression) => judgeSuppression(suppression, found, (id) => ruleStatus(id, settings)));
  const kept = found.filter((finding) => !suppressions.some((suppression) => suppresses(suppression, finding)));
  return [...withoutConsequences(kept, context), ...judgeSuppressions(judged, active.suppression, judging)].sort(byPosition);
}

interface Judging {
  readonly context: MigrationContext;
  readonly page: Page;
}

function judgeOperations(active: ActiveRules, judging: Judging, found: Finding[]): void {
  let about: OperationContext | null = null;
  for (const placed of judging.context.operations) {
    const { operation, statement } = placed;
    const concerned = active.operation.get(operation.kind);
    if (concerned === undefined) continue;
    about = operationContext(about ?? judging.context, placed);
    for (const { rule, severity } of concerned) {
      for (const draft of rule.detect(operation, about)) found.push(complete(rule, severity, draft, { statement, operation }, judging));
    }
  }
}

function judgeStatement(statement: AnalysedStatement, active: readonly Active<StatementRule>[], judging: Judging, found: Finding[]): void {
  for (const { rule, severity } of active) {
    for (const draft of rule.detect(statement, judging.context)) found.push(complete(rule, severity, draft, { statement }, judging));
  }
}

function judgeMigration(active: readonly Active<MigrationRule>[], judging: Judging, found: Finding[]): void {
  const { context } = judging;
  for (const { rule, severity } of active) {
    for (const draft of rule.detect(context)) {
      const statement = draft.statement === undefined ? undefined : context.statements[draft.statement];
      found.push(complete(rule, severity, draft, { statement }, judging));
    }
  }
}

function judgeEdit(active: readonly Active<SchemaRule>[], judging: Judging, found: Finding[]): void {
  const { edit } = judging.context;
  if (edit === null) return;
  for (const { rule, severity } of active) {
    for (const draft of rule.detect(edit, judging.context)) found.push(complete(rule, severity, draft, {}, judging));
  }
}

function judgeSuppressions(
  judged: readonly JudgedSuppression[],
  active: readonly Active<SuppressionRule>[],
  judging: Judging,
): readonly Finding[] {
  return judged.flatMap((suppression) =>
    active.flatMap(({ rule, severity }) =>
      // It stands on the page itself.
      rule.detect(suppression).map((draft) => ({ ...complete(rule, severity, draft, {}, judging), span: draft.span ?? suppression.span })),
    ),
  );
}

interface Place {
  readonly statement?: AnalysedStatement | undefined;
  readonly operation?: Operation;
}

function complete(rule: Rule, severity: Severity, draft: Draft, place: Place, { page }: Judging): Finding {
  const operation = draft.operation ?? place.operation ?? null;
  const span = draft.span ?? operation?.span ?? place.statement?.span ?? null;
  return {
    rule: rule.id,
    severity: milder(severity, draft.severity ?? severity),
    message: fitted(draft.message),
    help: (page.line === 'schema' ? rule.schemaHelp : undefined) ?? draft.help ?? rule.help,
    span: page.place({ span, operation, subject: draft.subject ?? null }),
    statement: place.statement?.index ?? null,
    operation,
    relation: draft.relation ?? null,
    column: draft.column ?? null,
    ...(draft.renamed !== undefined && { renamed: draft.renamed }),
  };
}

function milder(a: Severity, b: Severity): Severity {
  return severities.indexOf(a) >= severities.indexOf(b) ? a : b;
}

function firstLine(text: string): Span {
  const end = text.search(/[\r\n]/);
  return spanOf(0, end === -1 ? text.length : end);
}

function byPosition(a: Finding, b: Finding): number {
  return a.span.start - b.span.start || a.span.end - b.span.end || (a.rule < b.rule ? -1 : Number(a.rule > b.rule));
}
