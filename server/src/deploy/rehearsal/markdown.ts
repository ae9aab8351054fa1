import { timeWords } from '../../analysis/wording/time-words';
import type { RehearsalOutcome } from './outcome';
import type { RehearsedMigration, RehearsedStatement } from './rehearsal';
import { measuredWords, outcomeWords, remarks, statementMarks, statementWords } from './words';

/** A rehearsal as a document: for the editor, a pull request, a report. */
export function rehearsalMarkdown(outcome: RehearsalOutcome, title: string): string {
  const lines = [`# ${title}`, '', outcomeWords(outcome)];
  if (outcome.outcome === 'passed' || outcome.outcome === 'failed') {
    for (const migration of outcome.rehearsal.migrations) lines.push('', ...migrationLines(migration));
    if (outcome.rehearsal.notes.length > 0) lines.push('', ...outcome.rehearsal.notes.map((note) => `- ${inText(note)}`));
    if (outcome.left !== null) lines.push('', `Left: ${inText(outcome.left)}.`);
  }
  return `${lines.join('\n')}\n`;
}

function migrationLines({ name, state, milliseconds, statements }: RehearsedMigration): readonly string[] {
  const words = state === 'ran' ? timeWords(milliseconds) : state === 'failed' ? 'failed' : 'not run';
  return [
    `## ${inText(name)}: ${words}`,
    '',
    '| | line | statement | measured | remarks |',
    '|---|---|---|---|---|',
    ...statements.map(row),
  ];
}

function row(statement: RehearsedStatement): string {
  const { state, line, sql } = statement;
  const cells = [
    `${statementMarks[state]} ${statementWords[state]}`,
    String(line),
    `\`${sql.replaceAll('`', "'").replaceAll('|', '\\|')}\``,
    measuredWords(statement).map(inText).join('<br>'),
    remarks(statement).map(inText).join('<br>'),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Text of a server in a table: one line, no marks of its own. */
function inText(text: string): string {
  return text
    .replace(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;');
}
