/** Runs one task per key, the latest request winning: a run that has become stale is aborted and starts again. */
export interface Scheduler {
  /** Asks for a run of `key` within `delay` milliseconds. One that waits already serves both, at the earlier time, so that typing never postpones it. */
  readonly request: (key: string, delay: number) => void;
  /** Resolves when nothing is waiting or running for `key`. */
  readonly settled: (key: string) => Promise<void>;
  /** Drops what waits and aborts what runs for `key`, for good. */
  readonly forget: (key: string) => void;
  readonly dispose: () => void;
}

/** Milliseconds within which edits are analysed together: less than people notice. */
export const editDelay = 40;

/** Opening and saving wait for nothing. */
export const noDelay = 0;

interface Job {
  timer: NodeJS.Timeout | undefined;
  due: number;
  running: AbortController | undefined;
  waiting: (() => void)[];
}

/**
 * @param run Gives up early when its signal is aborted. Its errors go to `onError`; they do not stop later runs.
 */
export function createScheduler(run: (key: string, signal: AbortSignal) => Promise<void>, onError: (error: unknown) => void): Scheduler {
  const jobs = new Map<string, Job>();

  function start(key: string, job: Job): void {
    job.timer = undefined;
    const controller = new AbortController();
    job.running = controller;
    run(key, controller.signal)
      .catch(onError)
      .finally(() => {
        if (job.running === controller) job.running = undefined;
        release(key, job);
      });
  }

  function release(key: string, job: Job): void {
    if (job.timer !== undefined || job.running !== undefined) return;
    if (jobs.get(key) === job) jobs.delete(key);
    for (const resolve of job.waiting.splice(0)) resolve();
  }

  function forget(key: string): void {
    const job = jobs.get(key);
    if (job === undefined) return;
    clearTimeout(job.timer);
    job.timer = undefined;
    job.running?.abort();
    job.running = undefined;
    release(key, job);
  }

  return {
    request: (key, delay) => {
      const job = jobs.get(key) ?? { timer: undefined, due: 0, running: undefined, waiting: [] };
      jobs.set(key, job);
      job.running?.abort();
      job.running = undefined;
      const due = performance.now() + delay;
      if (job.timer !== undefined && job.due <= due) return;
      clearTimeout(job.timer);
      job.due = due;
      job.timer = setTimeout(() => start(key, job), delay);
    },
    settled: (key) => {
      const job = jobs.get(key);
      return job === undefined ? Promise.resolve() : new Promise((resolve) => job.waiting.push(resolve));
    },
    forget,
    dispose: () => {
      for (const key of [...jobs.keys()]) forget(key);
    },
  };
}
