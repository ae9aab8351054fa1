/** Runs one task per key, the latest request winning: a run that has become stale is aborted and starts again. */
export interface Scheduler {
  /** Asks for a run of `key`. One that waits already serves both, at the earlier time, so that typing never postpones it. */
  readonly request: (key: string, delay: Delay) => void;
  /** Resolves when nothing is waiting or running for `key`. */
  readonly settled: (key: string) => Promise<void>;
  /** Drops what waits and aborts what runs for `key`. */
  readonly forget: (key: string) => void;
  readonly dispose: () => void;
}

/** Milliseconds until a run starts. */
export interface Delay {
  /** When nothing is waiting or running. */
  readonly idle: number;
  /** When it replaces a run: more of its kind are likely to follow. */
  readonly busy: number;
}

/** Opening and saving wait for nothing. */
export const atOnce: Delay = { idle: 0, busy: 0 };

/** A single keystroke is analysed at once; faster ones than the analysis are taken together. */
export const onEdit: Delay = { idle: 0, busy: 30 };

/** Several changes on the disk, as a branch switch makes them, are read together. */
export const onDisk: Delay = { idle: 60, busy: 60 };

/** For work that nobody waits for. */
export const whenQuiet: Delay = { idle: 300, busy: 300 };

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
      const known = jobs.get(key);
      const job = known ?? { timer: undefined, due: 0, running: undefined, waiting: [] };
      jobs.set(key, job);
      job.running?.abort();
      job.running = undefined;
      const wait = known === undefined ? delay.idle : delay.busy;
      const due = performance.now() + wait;
      if (job.timer !== undefined && job.due <= due) return;
      clearTimeout(job.timer);
      job.due = due;
      job.timer = setTimeout(() => start(key, job), wait);
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
