import { rowWords } from '../../analysis/statistics/size-words';
import { timeWords } from '../../analysis/wording/time-words';
import { counted, listed, objectName } from '../../analysis/wording/wording';
import type { RehearsalEvent, RehearsalOutcome } from './outcome';
import type { Rehearsal, RehearsedStatement } from './rehearsal';

/** A mark never stands alone: the words say the same. */
export const statementMarks: Readonly<Record<RehearsedStatement['state'], string>> = {
  ran: '✓',
  failed: '✗',
  'rolled-back': '↺',
  skipped: '-',
  'not-run': '○',
};

export const statementWords: Readonly<Record<RehearsedStatement['state'], string>> = {
  ran: 'ran',
  failed: 'failed',
  'rolled-back': 'rolled back',
  skipped: 'skipped',
  'not-run': 'not run',
};

/** What was measured of a statement, a phrase each. */
export function measuredWords(statement: RehearsedStatement): readonly string[] {
  const { milliseconds, rows, seen, estimate } = statement;
  return [
    ...(milliseconds === null ? [] : [timeWords(milliseconds)]),
    ...(rows === null ? [] : [rowWords(rows)]),
    ...(seen === null ? [] : Object.entries(seen.locks).map(([relation, mode]) => `${mode} on ${objectName(relation)}`)),
    ...(seen === null || seen.rewrites.length === 0 ? [] : [`rewrote ${names(seen.rewrites)}`]),
    ...(seen === null || seen.reindexes.length === 0 ? [] : [`built ${counted(seen.reindexes.length, 'index', 'indexes')} anew`]),
    ...(seen === null || seen.builds.length === 0 ? [] : [`built ${counted(seen.builds.length, 'index', 'indexes')}`]),
    ...(estimate === null ? [] : [`about ${timeWords(estimate.milliseconds)} on ${rowWords(estimate.rows)} (estimate)`]),
  ];
}

/** What else is to be said of it, a sentence each. */
export function remarks({ error, reason, differences, seen }: RehearsedStatement): readonly string[] {
  return [
    ...(error === null || reason !== null
      ? []
      : [`${error.atCommit ? 'When it was committed: ' : ''}${error.message}${error.code === null ? '' : ` (${error.code})`}`]),
    ...(reason === null ? [] : [`${reason} ${error?.message ?? ''}`.trim()]),
    ...(differences.length === 0 ? [] : [`Not as foretold: ${differences.join('; ')}.`]),
    ...(seen?.watched === 'sampled' ? ['Its locks were looked at from time to time: there may have been more.'] : []),
  ];
}

function names(ids: readonly string[]): string {
  return listed(ids.map(objectName), 6);
}

/** `2 migrations, 5 statements in 0.8 s on PostgreSQL 15.18, a clone of staging`. */
export function summaryWords(rehearsal: Rehearsal): string {
  const { migrations, milliseconds, copy } = rehearsal;
  const ran = migrations.filter(({ state }) => state !== 'not-run');
  const statements = ran.flatMap((migration) => migration.statements).filter(({ state }) => state !== 'not-run');
  const what = `${counted(ran.length, 'migration')}, ${counted(statements.length, 'statement')} in ${timeWords(milliseconds)}`;
  return `${what} on ${copy.server}, ${copyWords(rehearsal)}`;
}

/** `a copy of staging`, `a copy that the history has built, without rows`. */
export function copyWords({ copy, environment }: Rehearsal): string {
  const rows =
    copy.rows.type === 'generated'
      ? `, up to ${rowWords(copy.rows.perTable)} a table generated`
      : copy.rows.type === 'none'
        ? ', without rows'
        : '';
  switch (copy.kind) {
    case 'clone':
    case 'file':
      return `a copy of ${environment ?? 'the database'}${rows}`;
    case 'embedded':
    case 'scratch':
    case 'history-file':
      return `a copy that the history has built${rows}`;
  }
}

/** One line for what happens; null for what says nothing new to a person. */
export function eventWords(event: RehearsalEvent): string | null {
  switch (event.type) {
    case 'step':
      return event.text;
    case 'history':
      return event.of === 0 ? null : `History: ${event.done} of ${event.of} migrations`;
    case 'rows':
      return `${objectName(event.table)}: ${rowWords(event.rows)}`;
    case 'migration':
      return `${event.name} (${event.index + 1} of ${event.of})`;
    case 'statement':
      return `${event.migration}, statement ${event.index + 1} of ${event.of}: ${event.sql}`;
    case 'statement-done':
    case 'migration-done':
      return null;
  }
}

/** What came of it, in one sentence or two. */
export function outcomeWords(outcome: RehearsalOutcome): string {
  switch (outcome.outcome) {
    case 'passed':
      return `Every statement ran: ${summaryWords(outcome.rehearsal)}.`;
    case 'failed': {
      const failed = outcome.rehearsal.migrations.find(({ state }) => state === 'failed');
      const statement = failed?.statements.find(({ state }) => state === 'failed');
      const place = `${failed?.name ?? ''}, statement ${(statement?.index ?? 0) + 1}`;
      return `${place} fails: ${statement?.error?.message ?? 'no reason was given'}${statement?.error?.code == null ? '' : ` (${statement.error.code})`}.`;
    }
    case 'nothing-to-do':
      return outcome.message;
    case 'impossible':
      return `${outcome.problem.message} ${outcome.problem.help}`;
    case 'cancelled':
      return outcome.left === null
        ? 'The rehearsal was cancelled, and the copy is removed.'
        : `The rehearsal was cancelled; ${outcome.left} is left.`;
  }
}
