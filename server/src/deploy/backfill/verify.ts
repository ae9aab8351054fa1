import type { Query } from '../connection/database';
import type { Outcome, Stop, Verification } from './outcome';
import { pause } from './pause';
import { beginPass, countChunks, lockPosition, markDone, type Progress, readProgress } from './progress';
import { type Run, settingsOf } from './runner';
import { remainingBehind } from './statements';
import { quotedTable } from './target';

/** What comes when the table has been walked to its end. */
export type Ended = { readonly type: 'outcome'; readonly outcome: Outcome } | { readonly type: 'pass' } | { readonly type: 'wait' };

const waitForOthers = 100;

/**
 * Waits for chunks of other runners, then counts what is still to do: rows may have been written behind the runners. Those are picked up by
 * another pass, which begins at the end of the last one where they were appended.
 */
export async function finish(run: Run, passes: number): Promise<Ended> {
  const { plan, database, spec, emit, signal, patience } = run;
  const settings = settingsOf(spec);
  const { chunks, before } = await database.transaction(settings, async (query) => ({
    chunks: await countChunks(query, plan.id),
    before: await readProgress(query, plan.id),
  }));
  if (chunks > 0) {
    emit({ type: 'waiting', chunks });
    await pause(waitForOthers, signal);
    return { type: 'wait' };
  }
  // Reads the whole table once: this takes as long as it takes, and locks nobody out.
  const patient = { lockTimeout: spec.lockTimeout, statementTimeout: 0, access: 'read-only' } as const;
  const verification = await database.transaction(patient, (query) => verifyRows(query, run), signal);
  emit({ type: 'verified', verification });
  if (verification.remaining === 0) {
    if (verification.check !== null && Number(verification.check) !== 0) return failed(checkStop(verification), before);
    const progress = await database.transaction(settings, async (query) => {
      await markDone(query, plan.id, before.pass);
      return readProgress(query, plan.id);
    });
    return { type: 'outcome', outcome: { state: 'done', progress, verification } };
  }
  if (passes >= patience.passes) return failed(endlessStop(run, verification, passes), before);
  await database.transaction(settings, async (query) => {
    const { position } = await lockPosition(query, plan.id);
    const behind = position === null ? null : remainingBehind(plan.target, spec.where, position);
    const isAppended = behind !== null && (await query(behind.sql, behind.values)).length > 0;
    await beginPass(query, plan.id, before.pass, isAppended ? position : null);
  });
  emit({ type: 'pass', pass: before.pass + 1, remaining: verification.remaining });
  return { type: 'pass' };
}

/** Counts what is still to do, and asks the spec's own query. */
export async function verifyRows(query: Query, { plan, spec }: Pick<Run, 'plan' | 'spec'>): Promise<Verification> {
  // A server that can tells by itself that nobody waits for the answer any more, and stops counting (PostgreSQL 14, Linux).
  await query(`SELECT set_config('client_connection_check_interval', '2s', true)
    WHERE current_setting('server_version_num')::integer >= 140000 AND version() LIKE '%linux%'`);
  const [row] = await query(plan.verification);
  const [checked] = spec.check === null ? [] : await query(spec.check);
  const check = spec.check === null ? null : (Object.values(checked ?? {})[0] ?? '');
  return { remaining: Number(row?.remaining), check };
}

function failed(stop: Stop, progress: Progress): Ended {
  return { type: 'outcome', outcome: { state: 'failed', stop, progress } };
}

function checkStop({ check }: Verification): Stop {
  const yields = check === '' ? 'no value' : check;
  return {
    code: null,
    problem: `No row is still to do, but "check" yields ${yields}; expected 0.`,
    next: 'Compare "check" with "where": they do not ask for the same.',
    range: null,
    column: null,
  };
}

function endlessStop({ plan }: Run, { remaining }: Verification, passes: number): Stop {
  return {
    code: null,
    problem: `${remaining} rows of ${quotedTable(plan.target)} are still to do after ${passes} passes.`,
    next: 'The application still writes such rows, or a trigger keeps them as they are: deploy what fills the column first, then run the same command.',
    range: null,
    column: null,
  };
}
