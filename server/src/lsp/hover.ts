import type { Hover, Position } from 'vscode-languageserver';
import { MarkupKind } from 'vscode-languageserver';
import type { Failure } from '../analysis/effects/effect';
import type { AnalysedStatement } from '../analysis/migration/migration';
import type { ClientSupport } from './client-support';
import { createdAndDropped, effectTable } from './effect-table';
import { type MigrationView, shownFindings, statementAt } from './migration-view';
import { rulePageLink } from './rule-pages';
import { whyOf } from './why';
import { duration, executionSentence } from './wording';

/** What the statement at a position does; null between statements. */
export function hoverAt(view: MigrationView, position: Position, client: ClientSupport): Hover | null {
  const statement = statementAt(view, view.positions.offset(position));
  if (statement === undefined) return null;
  const value = [...describeStatement(view, statement), ...findingLines(view, statement, client.commands), context(view)].join('\n\n');
  return {
    contents: { kind: client.markdown ? MarkupKind.Markdown : MarkupKind.PlainText, value },
    range: view.positions.range(statement.span),
  };
}

/** The paragraphs that say what a statement does, why, and how it fails: shared with the report on a whole migration. */
export function describeStatement(view: MigrationView, statement: AnalysedStatement): readonly string[] {
  const { effect } = statement;
  const unread = statement.operations.flatMap((operation) => (operation.kind === 'unknown' ? [operation.reason] : []));
  if (statement.kind === 'invalid') return ['PostgreSQL cannot read this statement, so nothing is known of what it does.'];
  return [
    effectTable(effect, view.isNew),
    [createdAndDropped(effect), duration(effect), effect.transactional ? null : 'Refused inside a transaction.'].filter(isText).join(' '),
    ...whyOf(view, statement),
    ...failures(statement),
    ...unread.map((reason) => `Not analysed: ${reason}.`),
  ].filter(isText);
}

function failures({ effect }: AnalysedStatement): readonly string[] {
  return effect.failures.length === 0 ? [] : [[...new Set(effect.failures.map(failureSentence))].join(' ')];
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

function findingLines(view: MigrationView, statement: AnalysedStatement, commands: boolean): readonly string[] {
  const found = shownFindings(view).filter((finding) => finding.statement === statement.index);
  return found.map((finding) => `**${rulePageLink(finding.rule, commands)}** · ${finding.help}`);
}

function context(view: MigrationView): string {
  const execution = executionSentence(view.execution, view.analysis.script.statements.length);
  return `*${view.serverName} · ${view.prismaName}. ${execution}*`;
}

function isText(part: string | null): part is string {
  return part !== null && part !== '';
}
