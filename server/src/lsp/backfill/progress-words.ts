import type { BackfillState } from './backfill-process';

/** Turns the lines of `lockstep backfill --format json` into what a person is told; null for a line that says nothing new. */
export function createProgress(now: () => number): (line: string) => BackfillState | null {
  let began = now();
  let keys = 0;
  let last: BackfillState = { state: 'running', words: 'begins', percent: null };
  return (line) => {
    const told = objectOf(line);
    switch (told?.type) {
      case 'planned':
        began = now();
        return null;
      case 'batch': {
        keys += numberOf(told.keys);
        const rate = keys / Math.max((now() - began) / 1000, 0.001);
        last = { state: 'running', ...batchWords(told, rate) };
        return last;
      }
      case 'paused':
        return { ...last, state: 'paused' };
      case 'resumed':
        // The pause is not part of the rate.
        [began, keys] = [now(), 0];
        return last;
      case 'retry':
        return { ...last, words: `${String(told.why)} It is tried again.` };
      case 'waiting':
        return { ...last, words: 'waits for the last batches of other runners' };
      case 'verified':
        return { ...last, words: `still to do: ${count(told.remaining)}` };
      case 'outcome':
        return outcomeOf(told);
      default:
        return null;
    }
  };
}

type Told = Readonly<Record<string, unknown>>;

function batchWords({ rowsDone, keysDone, estimatedRows, pass }: Told, rate: number): Pick<BackfillState, 'words' | 'percent'> {
  const estimate = typeof estimatedRows === 'number' && numberOf(pass) <= 1 ? estimatedRows : null;
  const left = estimate === null ? null : Math.max(estimate - numberOf(keysDone), 0) / rate;
  const percent = estimate === null || estimate === 0 ? null : Math.min(100, Math.round((numberOf(keysDone) / estimate) * 100));
  const parts = [
    `${count(rowsDone)} rows done`,
    `${count(Math.round(rate))} rows/s`,
    ...(left === null ? [] : [`about ${duration(left)} left`]),
  ];
  return { words: parts.join(' · '), percent };
}

function outcomeOf({ outcome, rowsDone, batches, remaining, check }: Told): BackfillState | null {
  const done = `${count(rowsDone)} rows in ${count(batches)} batches`;
  if (outcome === 'done') {
    const checked = check === null || check === undefined ? '' : ` Its check yields ${String(check)}.`;
    return { state: 'done', words: `Done: ${done}. Verified: ${count(remaining)} still to do.${checked}`, percent: 100 };
  }
  if (outcome === 'cancelled') {
    return { state: 'cancelled', words: `Cancelled behind ${done}. Started again, it goes on from there.`, percent: null };
  }
  return null;
}

function objectOf(line: string): Told | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : null;
  } catch {
    return null;
  }
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function count(value: unknown): string {
  return numberOf(value).toLocaleString('en-US');
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
