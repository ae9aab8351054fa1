import { NeverDone } from './batch';
import { type Failure, nextAfter } from './failure';
import type { Stop } from './outcome';
import { createTablesScript } from './progress';
import { type KeyRange, shownRange } from './statements';
import { quotedTable, type Target } from './target';

const resume = 'then run the same command: it goes on where it stopped.';

/** A batch that failed for good. */
export function stopAfterError(target: Target, range: KeyRange | null, cause: NeverDone | Extract<Failure, { type: 'final' }>): Stop {
  if (cause instanceof NeverDone) {
    return {
      code: null,
      problem: `${cause.rows} rows of ${quotedTable(target)} are still to do after their update${place(target, range)}.`,
      next: 'Nothing of that batch is kept. Make "where" false for a row that is done: leave out rows for which an expression yields NULL.',
      range,
      column: null,
    };
  }
  const { code, message, column } = cause;
  const named = column === null || message.includes(`"${column}"`) ? '' : ` Column "${column}".`;
  return {
    code,
    problem: `${message}${named} Rows of ${quotedTable(target)}${place(target, range)}.`,
    next: nextAfter(code),
    range,
    column,
  };
}

/** Something that was tried often enough. */
export function stopAfterTries(
  target: Target,
  range: KeyRange | null,
  failure: Extract<Failure, { type: 'busy' | 'lost' }>,
  tries: number,
): Stop {
  const where = `Rows of ${quotedTable(target)}${place(target, range)}.`;
  const base = { code: null, range, column: null } as const;
  if (failure.type === 'lost') {
    const problem = `The database could not be reached ${tries} times in a row: ${failure.message}`;
    return { ...base, problem, next: `Check the server, ${resume}` };
  }
  const problem = `${tries} tries of a batch failed in a row: ${failure.message} ${where}`;
  switch (failure.why) {
    case 'lock-timeout':
      return {
        ...base,
        problem,
        next: `Another transaction keeps these rows locked: find it in pg_stat_activity and let it end, ${resume}`,
      };
    case 'statement-timeout':
      return { ...base, problem, next: `Raise "statementTimeout", or make the expressions and triggers cheaper, ${resume}` };
    case 'deadlock':
    case 'serialization':
      return { ...base, problem, next: `Let the transactions end that change the same rows, ${resume}` };
  }
}

/** The backfill could not be registered. */
export function stopWithoutTables(failure: Failure): Stop {
  const base = { range: null, column: null } as const;
  switch (failure.type) {
    case 'final': {
      const script = `Somebody who may create a schema can run this once, and grant the role USAGE, SELECT, INSERT, UPDATE and DELETE:\n${createTablesScript}`;
      const problem = `The tables for the progress cannot be used: ${failure.message}`;
      return { ...base, code: failure.code, problem, next: failure.code === '42501' ? script.trimEnd() : nextAfter(failure.code) };
    }
    case 'busy':
    case 'lost':
      return {
        ...base,
        code: null,
        problem: `The backfill could not be registered: ${failure.message}`,
        next: 'Run the same command again.',
      };
    case 'defect':
      throw failure.error;
  }
}

function place(target: Target, range: KeyRange | null): string {
  return range === null ? '' : ` with ${shownRange(target, range)}`;
}
