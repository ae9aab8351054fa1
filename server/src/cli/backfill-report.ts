import { assertNever } from '../analysis/assert-never';
import type { BackfillEvent, Outcome, Plan, Verification } from '../deploy/backfill/outcome';
import { quotedTable } from '../deploy/backfill/target';

/** Turns what a runner tells into text. */
export interface Report {
  readonly event: (event: BackfillEvent) => void;
  readonly outcome: (outcome: Exclude<Outcome, { state: 'refused' }>) => void;
}

/** `write` adds text to the output; `update` replaces the last update of a terminal's line. */
export interface ReportOutput {
  readonly write: (text: string) => void;
  /** Null where the output is no terminal. */
  readonly update: ((text: string) => void) | null;
}

/** A line for each batch, or one line that keeps itself up to date. `now` yields milliseconds. */
export function prettyReport({ write, update }: ReportOutput, now: () => number): Report {
  let plan: Plan | null = null;
  let began = now();
  let keys = 0;
  return {
    event(event) {
      switch (event.type) {
        case 'planned': {
          plan = event.plan;
          began = now();
          const { rows, batches } = event.progress;
          for (const note of plan.notes) write(`note: ${note}\n`);
          if (batches > 0) write(`goes on behind ${count(rows, 'row')} in ${count(batches, 'batch', 'batches')}\n`);
          break;
        }
        case 'batch': {
          const { batch, estimatedRows } = event;
          keys += batch.keys;
          const rate = keys / Math.max((now() - began) / 1000, 0.001);
          const left = estimatedRows === null ? null : Math.max(estimatedRows - batch.progress.keys, 0) / rate;
          const parts = [
            `batch ${batch.progress.batches}: ${count(batch.rows, 'row')} in ${Math.round(batch.milliseconds)} ms`,
            `${count(batch.progress.rows, 'row')} done`,
            `${number(Math.round(rate))} keys/s`,
            ...(left === null || batch.progress.pass > 1 ? [] : [`about ${duration(left)} left`]),
          ];
          if (update === null) write(`${parts.join(' · ')}\n`);
          else update(parts.join(' · '));
          break;
        }
        case 'retry':
          write(
            `${event.why} Try ${event.attempt + 1} of ${event.of} in ${duration(event.wait / 1000)}, ${count(event.size, 'key')} at a time.\n`,
          );
          break;
        case 'waiting':
          update?.(`waits for ${count(event.chunks, 'chunk')} of other runners`);
          break;
        case 'paused':
          write('Paused.\n');
          break;
        case 'resumed':
          write('Goes on.\n');
          break;
        case 'verified':
          write(`still to do: ${number(event.verification.remaining)}${checkText(event.verification)}\n`);
          break;
        case 'pass':
          write(`pass ${event.pass}: ${count(event.remaining, 'row')} came in behind the runners\n`);
          break;
        default:
          assertNever(event);
      }
    },
    outcome(outcome) {
      const table = plan === null ? '' : ` of ${quotedTable(plan.target)}`;
      const done =
        outcome.progress === null
          ? ''
          : `${count(outcome.progress.rows, 'row')}${table} in ${count(outcome.progress.batches, 'batch', 'batches')}`;
      if (outcome.state === 'done') write(`Done: ${done}. Verified: none is still to do.\n`);
      if (outcome.state === 'cancelled') write(`Cancelled behind ${done}. The same command goes on from there.\n`);
      if (outcome.state === 'failed') write(`Stopped behind ${done}.\n`);
    },
  };
}

function checkText({ check }: Verification): string {
  return check === null ? '' : ` · check: ${check}`;
}

/** One JSON object a line: the events, then the outcome. */
export function jsonReport({ write }: ReportOutput): Report {
  let plan: Plan | null = null;
  let verification: Verification | null = null;
  const line = (value: object): void => write(`${JSON.stringify(value)}\n`);
  return {
    event(event) {
      switch (event.type) {
        case 'planned': {
          plan = event.plan;
          const { id, notes, verification } = plan;
          line({
            type: 'planned',
            id,
            table: quotedTable(plan.target),
            estimatedRows: plan.target.estimatedRows,
            verification,
            notes,
            ...soFar(event.progress),
          });
          break;
        }
        case 'batch': {
          const { range, rows, keys, milliseconds, progress } = event.batch;
          line({
            type: 'batch',
            ...range,
            rows,
            keys,
            milliseconds: Math.round(milliseconds),
            estimatedRows: event.estimatedRows,
            ...soFar(progress),
          });
          break;
        }
        case 'verified':
          verification = event.verification;
          line({ type: 'verified', ...verification });
          break;
        case 'waiting':
        case 'paused':
        case 'resumed':
        case 'retry':
        case 'pass':
          line(event);
          break;
        default:
          assertNever(event);
      }
    },
    outcome(outcome) {
      line({
        ...{ version: 1, type: 'outcome', outcome: outcome.state, id: plan?.id ?? null },
        ...(outcome.progress === null ? {} : soFar(outcome.progress)),
        remaining: verification?.remaining ?? null,
        check: verification?.check ?? null,
        failed: outcome.state === 'failed' ? outcome.stop : null,
      });
    },
  };
}

function soFar({
  rows,
  keys,
  batches,
  pass,
}: {
  readonly rows: number;
  readonly keys: number;
  readonly batches: number;
  readonly pass: number;
}) {
  return { rowsDone: rows, keysDone: keys, batches, pass };
}

function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
