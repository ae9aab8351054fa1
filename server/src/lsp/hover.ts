import type { Hover, Position } from 'vscode-languageserver';
import { MarkupKind } from 'vscode-languageserver';
import type { ObjectId } from '../analysis/catalog/catalog';
import type { Effect, Failure } from '../analysis/effects/effect';
import type { Finding } from '../analysis/finding';
import { createdAndDropped, effectTable, inCode } from '../analysis/migration/effect-table';
import { duration, executionSentence } from '../analysis/migration/effect-words';
import type { AnalysedStatement } from '../analysis/migration/migration';
import { sizePhrase } from '../analysis/statistics/size-words';
import type { ClientSupport } from './client-support';
import { type MigrationView, shownFindings, statementAt } from './migration-view';
import { rulePageLink } from './rule-pages';
import { whyOf } from './why';

/** What the statement at a position does; null between statements. */
export function hoverAt(view: MigrationView, position: Position, client: ClientSupport): Hover | null {
  const statement = statementAt(view, view.positions.offset(position));
  if (statement === undefined) return null;
  const findings = shownFindings(view).filter((finding) => finding.statement === statement.index);
  const lines = findings.map((finding) => findingLine(finding, client.commands));
  const sizes = sizeLines(statement.effect, view, findings);
  const value = [...describeStatement(view, statement), ...sizes, ...lines, context(view)].join('\n\n');
  return {
    contents: { kind: client.markdown ? MarkupKind.Markdown : MarkupKind.PlainText, value },
    range: view.positions.range(statement.span),
  };
}

/** The paragraphs that say what a statement does, why, and how it fails: shared with the report on a whole migration. */
export function describeStatement(view: Pick<MigrationView, 'text' | 'isNew'>, statement: AnalysedStatement): readonly string[] {
  const { effect } = statement;
  const unread = statement.operations.flatMap((operation) => (operation.kind === 'unknown' ? [operation.reason] : []));
  if (statement.kind === 'invalid') return ['PostgreSQL cannot read this statement, so nothing is known of what it does.'];
  return [
    effectTable(effect, view.isNew),
    effectSentences(effect),
    ...whyOf(view, statement),
    failureSentences(effect),
    ...unread.map((reason) => `Not analysed: ${reason}.`),
  ].filter(isText);
}

/** The same in short: the table, and one paragraph. */
export function summarizeEffect(effect: Effect, isNew: (relation: ObjectId) => boolean): readonly string[] {
  return [effectTable(effect, isNew), `${effectSentences(effect)} ${failureSentences(effect)}`.trim()].filter(isText);
}

function effectSentences(effect: Effect): string {
  return [createdAndDropped(effect), duration(effect), effect.transactional ? null : 'Refused inside a transaction.']
    .filter(isText)
    .join(' ');
}

function failureSentences({ failures }: Effect): string {
  return [...new Set(failures.map(failureSentence))].join(' ');
}

function failureSentence({ code, when, reason }: Failure): string {
  switch (when) {
    case 'certain':
      return `Fails with ${code}: ${reason}.`;
    case 'any-row':
      return `Fails with ${code} unless the table is empty: ${reason}.`;
    case 'rows':
      return `Fails with ${code} where ${reason}.`;
  }
}

/** How large the tables are that the work is about, unless a finding says it. */
export function sizeLines(
  { grows, rewrites, scans }: Effect,
  { sizes, isNew }: Pick<MigrationView, 'sizes' | 'isNew'>,
  findings: readonly Finding[],
): readonly string[] {
  const relations = grows ? [...new Set([...rewrites, ...scans])] : [];
  const phrases = relations.flatMap((relation) => {
    const isSaid = isNew(relation) || findings.some((finding) => finding.relation === relation);
    const phrase = sizes === null || isSaid ? null : sizePhrase(sizes, relation);
    return phrase === null ? [] : [`${inCode(relation)}: ${phrase}.`];
  });
  return phrases.length === 0 ? [] : [phrases.join(' ')];
}

/** The rule, as a link to its page, and what to do. */
export function findingLine({ rule, help }: Finding, commands: boolean): string {
  return `**${rulePageLink(rule, commands)}** · ${help}`;
}

function context(view: MigrationView): string {
  const execution = executionSentence(view.execution, view.analysis.script.statements.length);
  return `*${view.serverName} · ${view.prismaName}. ${execution}*`;
}

function isText(part: string | null): part is string {
  return part !== null && part !== '';
}
