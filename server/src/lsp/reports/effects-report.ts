import { counted } from '../../analysis/rules/wording';
import type { Report } from '../../protocol';
import { describeStatement } from '../hover';
import type { MigrationView } from '../migration-view';
import { effectLine, executionSentence } from '../wording';

/** What every statement of a migration does, as Markdown: those that matter first in the overview, then each in file order. */
export function effectsReport(view: MigrationView): Report {
  const { facts, statements } = view.analysis;
  const text = [
    `## Effects of ${facts.name}`,
    `${view.serverName} · ${view.prismaName} · ${facts.state}. ${executionSentence(view.execution, statements.length)}`,
    overview(view),
    ...statements.flatMap((statement) => [
      heading(view, statement.index),
      quotedSql(view, statement.index),
      ...describeStatement(view, statement),
    ]),
  ].join('\n\n');
  return { title: `Effects of ${facts.name}`, text: `${text}\n` };
}

function overview(view: MigrationView): string {
  const { statements, unanalysed } = view.analysis;
  const lines = statements.flatMap((statement) => {
    const line = effectLine(statement.effect, view.isNew);
    return line === null ? [] : [`- [Statement ${statement.index + 1}](#${anchor(view, statement.index)}): ${line.replaceAll('"', '`')}`];
  });
  const rest = lines.length === 0 ? 'No statement holds up a table that is in use.' : lines.join('\n');
  const missing = unanalysed === 0 ? '' : `\n\n${counted(unanalysed, 'statement')} could not be analysed.`;
  return `${rest}${missing}`;
}

function heading(view: MigrationView, index: number): string {
  return `### ${title(view, index)}`;
}

function title(view: MigrationView, index: number): string {
  const statement = view.analysis.statements[index];
  const line = statement === undefined ? 0 : view.positions.position(statement.span.start).line + 1;
  return `Statement ${index + 1}, line ${line}`;
}

function anchor(view: MigrationView, index: number): string {
  return title(view, index).toLowerCase().replaceAll(',', '').replaceAll(' ', '-');
}

/** Long statements, such as the body of a function, are cut: the file is beside the report. */
const longestQuote = 12;

function quotedSql(view: MigrationView, index: number): string {
  const statement = view.analysis.statements[index];
  if (statement === undefined) return '';
  const lines = view.text.slice(statement.span.start, statement.span.end).split(/\r?\n/);
  const shown =
    lines.length > longestQuote ? [...lines.slice(0, longestQuote - 1), `-- and ${lines.length - longestQuote + 1} more lines`] : lines;
  const fence = shown.some((line) => line.includes('```')) ? '~~~~' : '```';
  return [`${fence}sql`, ...shown, fence].join('\n');
}
