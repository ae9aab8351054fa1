import type { Draft } from '../finding';
import { type Finding, type Severity, severities } from '../finding';
import { operationContext } from '../migration/context';
import type { AnalysedStatement, MigrationContext, PlacedOperation } from '../migration/migration';
import { type JudgedSuppression, judgeSuppression, suppresses, suppressionsOf } from '../migration/suppressions';
import type { Operation } from '../operation/operation';
import type { MigrationRule, Rule, StatementRule, SuppressionRule } from '../rules/rule';
import { type Span, spanOf } from '../text/span';
import { fitted } from '../wording/wording';
import { type Active, type ActiveRules, activeRules, ruleStatus, type Severities } from './active-rules';

/** What the rules find in one migration, suppressions applied, sorted by position. */
export function judge(context: MigrationContext, settings: Severities): readonly Finding[] {
  const active = activeRules(settings);
  const found: Finding[] = [];
  for (const placed of context.operations) judgeOperation(placed, active, context, found);
  for (const statement of context.statements) judgeStatement(statement, active.statement, context, found);
  judgeMigration(active.migration, context, found);
  const suppressions = suppressionsOf(context.script, context.text);
  if (suppressions.length === 0) return found.sort(byPosition);
  const judged = suppressions.map((suppression) => judgeSuppression(suppression, found, (id) => ruleStatus(id, settings)));
  const kept = found.filter((finding) => !suppressions.some((suppression) => suppresses(suppression, finding)));
  return [...kept, ...judgeSuppressions(judged, active.suppression, context)].sort(byPosition);
}

function judgeOperation(placed: PlacedOperation, active: ActiveRules, context: MigrationContext, found: Finding[]): void {
  const { operation, statement } = placed;
  const concerned = active.operation.get(operation.kind);
  if (concerned === undefined) return;
  const about = operationContext(context, placed);
  for (const { rule, severity } of concerned) {
    for (const draft of rule.detect(operation, about)) found.push(complete(rule, severity, draft, { statement, operation }, context));
  }
}

function judgeStatement(
  statement: AnalysedStatement,
  active: readonly Active<StatementRule>[],
  context: MigrationContext,
  found: Finding[],
): void {
  for (const { rule, severity } of active) {
    for (const draft of rule.detect(statement, context)) found.push(complete(rule, severity, draft, { statement }, context));
  }
}

function judgeMigration(active: readonly Active<MigrationRule>[], context: MigrationContext, found: Finding[]): void {
  for (const { rule, severity } of active) {
    for (const draft of rule.detect(context)) {
      const statement = draft.statement === undefined ? undefined : context.statements[draft.statement];
      found.push(complete(rule, severity, draft, { statement }, context));
    }
  }
}

function judgeSuppressions(
  judged: readonly JudgedSuppression[],
  active: readonly Active<SuppressionRule>[],
  context: MigrationContext,
): readonly Finding[] {
  return judged.flatMap((suppression) =>
    active.flatMap(({ rule, severity }) => rule.detect(suppression).map((draft) => complete(rule, severity, draft, {}, context))),
  );
}

interface Place {
  readonly statement?: AnalysedStatement | undefined;
  readonly operation?: Operation;
}

function complete(rule: Rule, severity: Severity, draft: Draft, place: Place, context: MigrationContext): Finding {
  const operation = draft.operation ?? place.operation ?? null;
  return {
    rule: rule.id,
    severity: milder(severity, draft.severity ?? severity),
    message: fitted(draft.message),
    help: draft.help ?? rule.help,
    span: draft.span ?? operation?.span ?? place.statement?.span ?? firstLine(context.text),
    statement: place.statement?.index ?? null,
    operation,
    relation: draft.relation ?? null,
    column: draft.column ?? null,
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
