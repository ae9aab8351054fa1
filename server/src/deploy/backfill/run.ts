import type { Database, Query } from '../connection/database';
import { type Batch, cutChunk, NeverDone, workChunk } from './batch';
import { failureOf } from './failure';
import { type Gate, openGate } from './gate';
import type { BackfillEvent, Outcome, Stop } from './outcome';
import { pause } from './pause';
import { planBackfill } from './plan';
import { type Progress, prepareTables, readProgress, register } from './progress';
import { type Patience, type Run, settingsOf, usualPatience } from './runner';
import { sizeAfterBatch, sizeAfterFailure, waitBefore } from './size';
import type { BackfillSpec } from './spec';
import type { KeyRange } from './statements';
import { stopAfterError, stopAfterTries, stopWithoutTables } from './stops';
import { finish } from './verify';

/**
 * Updates the rows of a table batch by batch until the final query finds none left. Several runners may do so at once, and one that was killed
 * goes on where it was: what is done is known in the database, in the transaction that does it. An abort ends the run behind the batch
 * that is being worked on. Rejects only for a defect.
 */
export async function runBackfill(
  spec: BackfillSpec,
  database: Database,
  emit: (event: BackfillEvent) => void,
  signal: AbortSignal,
  patience: Patience = usualPatience,
  gate: Gate = openGate,
): Promise<Outcome> {
  const found = await planBackfill(spec, database);
  if (!found.ok) return { state: 'refused', problem: found.problem, next: found.next };
  const { plan } = found;
  const run: Run = { spec, plan, database, emit, signal, patience, gate, work: { id: plan.id, target: plan.target, spec } };
  const started = await begin(run);
  if ('stop' in started) return { state: 'refused', problem: started.stop.problem, next: started.stop.next };
  emit({ type: 'planned', plan, progress: started.progress });
  return workOn(run, started.progress);
}

/** Registers the backfill. Other runners may be in the way for a moment; a right that is missing stays so. */
async function begin({ spec, plan, database, patience, signal }: Run): Promise<{ readonly progress: Progress } | { readonly stop: Stop }> {
  for (let attempt = 1; ; attempt++) {
    try {
      await database.transaction(settingsOf(spec), prepareTables);
      return { progress: await database.transaction(settingsOf(spec), (query) => register(query, plan.id, plan.target, spec)) };
    } catch (error) {
      const failure = failureOf(error);
      const isPassing = failure.type === 'busy' || failure.type === 'lost';
      if (!isPassing || attempt >= patience.tries || signal.aborted) return { stop: stopWithoutTables(failure) };
      await pause(waitBefore(attempt, Math.random()), signal);
    }
  }
}

/** What the loop knows besides the database. */
interface State {
  size: number;
  /** Failures since the last success. */
  busy: number;
  lost: number;
  /** What the transaction that is under way, or has just failed, was about. */
  range: KeyRange | null;
  progress: Progress;
  passes: number;
}

type Step = { readonly type: 'batch'; readonly batch: Batch } | { readonly type: 'cut' } | { readonly type: 'end' };

async function workOn(run: Run, progress: Progress): Promise<Outcome> {
  const { spec, emit, signal, plan } = run;
  const state: State = { size: spec.batch.initial, busy: 0, lost: 0, range: null, progress, passes: 1 };
  while (!signal.aborted) {
    state.range = null;
    await whileClosed(run);
    if (signal.aborted) break;
    try {
      const step = await next(run, state);
      if (step.type === 'batch') {
        state.progress = step.batch.progress;
        emit({ type: 'batch', batch: step.batch, size: state.size, estimatedRows: plan.target.estimatedRows });
        state.size = sizeAfterBatch(state.size, step.batch.milliseconds, spec.batch);
        await pause(spec.pauseMilliseconds, signal);
      }
      if (step.type === 'end') {
        const ended = await finish(run, state.passes);
        if (ended.type === 'outcome') return ended.outcome;
        if (ended.type === 'pass') state.passes += 1;
      }
      [state.busy, state.lost] = [0, 0];
    } catch (error) {
      if (signal.aborted) break;
      const stop = await recover(run, state, error);
      if (stop !== null) return { state: 'failed', stop, progress: await lastProgress(run, state) };
    }
  }
  return { state: 'cancelled', progress: await lastProgress(run, state) };
}

/** No transaction is open meanwhile, so nobody waits for a runner that pauses. */
async function whileClosed({ gate, emit, signal }: Run): Promise<void> {
  if (gate.isOpen()) return;
  emit({ type: 'paused' });
  await gate.opened(signal);
  if (!signal.aborted) emit({ type: 'resumed' });
}

/** One chunk done, else one more cut, else the end. */
async function next({ database, work, spec }: Run, state: State): Promise<Step> {
  const settings = settingsOf(spec);
  const onRange = (range: KeyRange): void => {
    state.range = range;
  };
  const batch = await database.transaction(settings, (query) => workChunk(query, work, state.size, onRange));
  if (batch !== null) return { type: 'batch', batch };
  const isCut = await database.transaction(settings, (query) => cutChunk(query, work, state.size));
  return isCut ? { type: 'cut' } : { type: 'end' };
}

/** Waits before the next try; the reason to stop, where there shall be none. */
async function recover(run: Run, state: State, error: unknown): Promise<Stop | null> {
  const { plan, spec, emit, signal, patience } = run;
  if (error instanceof NeverDone) return stopAfterError(plan.target, state.range, error);
  const failure = failureOf(error);
  switch (failure.type) {
    case 'busy': {
      state.busy += 1;
      if (state.busy >= patience.tries) return stopAfterTries(plan.target, state.range, failure, state.busy);
      state.size = sizeAfterFailure(state.size, spec.batch);
      return again(state.busy, patience.tries, failure.message);
    }
    case 'lost': {
      state.lost += 1;
      if (state.lost >= patience.connections) return stopAfterTries(plan.target, state.range, failure, state.lost);
      return again(state.lost, patience.connections, failure.message);
    }
    case 'final':
      return stopAfterError(plan.target, state.range, failure);
    case 'defect':
      throw failure.error;
  }

  async function again(attempt: number, of: number, why: string): Promise<null> {
    const wait = waitBefore(attempt, Math.random());
    emit({ type: 'retry', why, attempt, of, wait, size: state.size });
    await pause(wait, signal);
    return null;
  }
}

/** As the database has it, where it can still be asked. */
async function lastProgress({ database, plan, spec }: Run, state: State): Promise<Progress> {
  const read = (query: Query): Promise<Progress> => readProgress(query, plan.id);
  return database.transaction({ ...settingsOf(spec), access: 'read-only' }, read).catch(() => state.progress);
}
