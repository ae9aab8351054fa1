import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { type Analyzer, createAnalyzer } from '../project/analysis';
import type { Report, SchemaReport } from '../project/report';
import type { Scope } from '../project/run';
import type { Snapshot } from '../project/snapshot';
import { startThreads } from './lint-threads';

/** What of one project is to be judged. Plain data: a thread can be handed it. */
export interface LintJob {
  readonly snapshot: Snapshot;
  readonly scope: Scope;
  /** Whether the schema is asked for too. */
  readonly schema: boolean;
  readonly cacheDirectory: string | null;
}

/** One report for each migration of a job's scope, in order; that of the schema where it is asked for. */
export interface JobReports {
  readonly migrations: readonly Report[];
  readonly schema: SchemaReport | null;
}

/**
 * Runs all jobs; large ones that no cache knows share the cores of the machine. `early`: threads that have been started already. `use`
 * gets the reports of a job as soon as they are there, while others still run.
 */
export async function lintJobs<T>(
  jobs: readonly LintJob[],
  early: readonly Worker[],
  use: (job: LintJob, reports: JobReports) => T,
): Promise<ReadonlyMap<LintJob, T>> {
  const analyzers = new Map<LintJob, Analyzer>();
  const runHere = (job: LintJob) => reportsOf(job, analyzers.get(job));
  const threads = early.length > 0 ? early : startThreads(jobs.length, missingIn(jobs, analyzers));

  const waiting = largestFirst(jobs);
  const results = new Map<LintJob, T>();
  const workThrough = async (run: (job: LintJob) => Promise<JobReports>): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) results.set(job, use(job, await run(job)));
  };
  await Promise.all([workThrough(runHere), ...threads.map((thread) => workThrough(runIn(thread, runHere)))]);
  for (const thread of threads) void thread.terminate();
  return results;
}

/** How many migrations no cache knows. To tell that takes an analyzer of each job, which is kept: it has named every migration by then. */
function missingIn(jobs: readonly LintJob[], analyzers: Map<LintJob, Analyzer>): number {
  let missing = 0;
  for (const job of jobs) {
    const analyzer = createAnalyzer(job);
    analyzers.set(job, analyzer);
    missing += analyzer.missing(job.snapshot, job.scope);
  }
  return missing;
}

/** Runs a job in this thread. */
export async function reportsOf(job: LintJob, analyzer: Analyzer = createAnalyzer(job)): Promise<JobReports> {
  const { migrations, schema } = job.schema
    ? await analyzer.reportWithSchema(job.snapshot, job.scope)
    : { ...(await analyzer.report(job.snapshot, job.scope)), schema: null };
  return { migrations: migrations.map(({ report }) => report), schema };
}

/** Jobs of a thread; from the one on that it fails at, they are run here. */
function runIn(thread: Worker, runHere: (job: LintJob) => Promise<JobReports>): (job: LintJob) => Promise<JobReports> {
  let works = true;
  return async (job) => {
    works &&= !hasEnded(thread);
    if (!works) return runHere(job);
    try {
      thread.postMessage(job);
      const [reports] = await once(thread, 'message');
      return reports;
    } catch {
      works = false;
      return runHere(job);
    }
  };
}

/** Source: https://nodejs.org/api/worker_threads.html#workerthreadid */
function hasEnded(thread: Worker): boolean {
  return thread.threadId < 0;
}

/** What takes long begins first, so that all cores are done at about the same time. */
function largestFirst(jobs: readonly LintJob[]): LintJob[] {
  const lengths = new Map(jobs.map((job) => [job, job.snapshot.migrations.reduce((sum, { text }) => sum + text.length, 0)]));
  return [...jobs].sort((a, b) => (lengths.get(b) ?? 0) - (lengths.get(a) ?? 0));
}
