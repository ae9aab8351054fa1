import { timeWords } from '../../analysis/wording/time-words';
import type { RehearsalOutcome } from '../../deploy/rehearsal/outcome';
import type { RehearsedMigration, RehearsedStatement } from '../../deploy/rehearsal/rehearsal';
import { measuredWords, outcomeWords, remarks, statementMarks, statementWords } from '../../deploy/rehearsal/words';
import type { Style } from '../color';
import { printable } from './printable';

/** A line for each statement, below it what was seen and what is to be said. */
export function rehearsalPretty(outcome: RehearsalOutcome, style: Style): string {
  const words = printable(outcomeWords(outcome));
  if (outcome.outcome !== 'passed' && outcome.outcome !== 'failed') return `${words}\n`;
  const { migrations, notes } = outcome.rehearsal;
  const left = outcome.left === null ? [] : [`Left: ${outcome.left}.`];
  const parts = [
    ...migrations.map((migration) => prettyMigration(migration, style)),
    ...(notes.length + left.length === 0 ? [] : [[...notes, ...left].map((note) => style.dim(printable(note))).join('\n')]),
    outcome.outcome === 'failed' ? style.error(words) : words,
  ];
  return `${parts.join('\n\n')}\n`;
}

function prettyMigration({ name, state, milliseconds, statements }: RehearsedMigration, style: Style): string {
  const words = state === 'ran' ? timeWords(milliseconds) : state === 'failed' ? style.error('failed') : style.dim('not run');
  const lines = statements.flatMap((statement) => prettyStatement(statement, style));
  return [`${style.path(printable(name))}  ${words}`, ...lines].join('\n');
}

function prettyStatement(statement: RehearsedStatement, style: Style): readonly string[] {
  const { state, line, sql } = statement;
  const paint = state === 'failed' ? style.error : state === 'ran' ? style.information : style.dim;
  const head = `  ${paint(`${statementMarks[state]} ${statementWords[state]}`)}  ${String(line).padStart(3)}: ${printable(sql)}`;
  const measured = measuredWords(statement);
  return [
    head,
    ...(measured.length === 0 ? [] : [`         ${printable(measured.join(' · '))}`]),
    ...remarks(statement).map((remark) => `         ${style.warning(printable(remark))}`),
  ];
}
