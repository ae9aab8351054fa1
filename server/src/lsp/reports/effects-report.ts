import { effectLine, executionSentence } from '../../analysis/migration/effect-words';
import type { AnalysedStatement } from '../../analysis/migration/migration';
import { counted } from '../../analysis/wording/wording';
import type { Report } from '../../protocol';
import { describeStatement } from '../hover';
import type { MigrationView } from '../migration-view';
import { quotedSql } from '../quoted-sql';

/** What every statement of a migration does, as Markdown: those that matter first in the overview, then each in file order. */
export function effectsReport(view: MigrationView): Report {
  const { facts, statements } = view.analysis;
  const text = [
    `## Effects of ${facts.name}`,
    `${view.serverName} · ${view.prismaName} · ${facts.state}. ${executionSentence(view.execution, statements.length)}`,
    overview(view),
    ...statements.flatMap((statement) => [
      `### ${title(view, statement)}`,
      quotedSql(view.text.slice(statement.span.start, statement.span.end)),
      ...describeStatement(view, statement),
    ]),
  ].join('\n\n');
  return { title: `Effects of ${facts.name}`, text: `${text}\n` };
}

/** The fragment that leads to a statement of the report: its heading as Markdown previews name it. */
export function statementAnchor(view: MigrationView, statement: AnalysedStatement): string {
  return title(view, statement).toLowerCase().replaceAll(',', '').replaceAll(' ', '-');
}

function title(view: MigrationView, { index, span }: AnalysedStatement): string {
  return `Statement ${index + 1}, line ${view.positions.position(span.start).line + 1}`;
}

function overview(view: MigrationView): string {
  const { statements, unanalysed } = view.analysis;
  const lines = statements.flatMap((statement) => {
    const line = effectLine(statement.effect, view.isNew);
    if (line === null) return [];
    return [`- [Statement ${statement.index + 1}](#${statementAnchor(view, statement)}): ${line.replaceAll('"', '`')}`];
  });
  const missing = unanalysed === 0 ? [] : [`${counted(unanalysed, 'statement')} could not be analysed.`];
  const nothing = `No ${unanalysed === 0 ? '' : 'other '}statement holds up a table that is in use.`;
  return [...missing, lines.length === 0 ? nothing : lines.join('\n')].join('\n\n');
}
