import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Analyzer, createAnalyzer, type Scope } from '../project/analysis';
import { isBundled } from '../project/build-id';
import type { Report } from '../project/report';
import type { Snapshot } from '../project/snapshot';

/** The migrations of one project that are to be judged. Plain data: a thread can be handed it. */
export interface LintJob {
  readonly snapshot: Snapshot;
  readonly scope: Scope;
  readonly cacheDirectory: string | null;
}

/** One report for each migration of a job's scope, in order. */
export type JobReports = readonly Report[];

/** A thread takes a tenth of a second to get going: less work than this is done sooner without. */
const worthwhile = 300;
const maximumThreads = 4;

/** Runs all jobs; large ones that no cache knows share the cores of the machine, a project being the smallest part. */
export async function lintJobs(jobs: readonly LintJob[]): Promise<readonly JobReports[]> {
  const analyzers = new Map(jobs.map((job) => [job, createAnalyzer(job)]));
  const runHere = (part: readonly LintJob[]) => runAll(part, (job) => analyzers.get(job) ?? createAnalyzer(job));
  const missing = jobs.reduce((sum, job) => sum + (analyzers.get(job)?.missing(job.snapshot, job.scope) ?? 0), 0);
  const threads = Math.min(availableParallelism(), maximumThreads, jobs.length);
  if (threads < 2 || !isBundled || missing < worthwhile) return runHere(jobs);

  const parts = divide(jobs, threads);
  const running = parts.map((part, index) => (index < parts.length - 1 ? inThread(part).catch(() => runHere(part)) : runHere(part)));
  const results = new Map<LintJob, JobReports>();
  for (const [number, reports] of (await Promise.all(running)).entries()) {
    for (const [index, job] of (parts[number] ?? []).entries()) results.set(job, reports[index] ?? []);
  }
  return jobs.map((job) => results.get(job) ?? []);
}

/** Runs jobs one after the other in this thread. */
export async function runAll(jobs: readonly LintJob[], analyzerOf: (job: LintJob) => Analyzer): Promise<readonly JobReports[]> {
  const results: JobReports[] = [];
  for (const job of jobs) {
    const { migrations } = await analyzerOf(job).report(job.snapshot, job.scope);
    results.push(migrations.map(({ report }) => report));
  }
  return results;
}

/** Rejects when the thread cannot work. */
function inThread(jobs: readonly LintJob[]): Promise<readonly JobReports[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(__filename, { workerData: jobs });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** Parts of about the same length of text. The last is the longest: it is for this thread, which is ready first. */
function divide(jobs: readonly LintJob[], count: number): readonly (readonly LintJob[])[] {
  const parts = Array.from({ length: count }, () => ({ jobs: [] as LintJob[], length: 0 }));
  const sized = jobs.map((job) => ({ job, length: job.snapshot.migrations.reduce((sum, { text }) => sum + text.length, 0) }));
  for (const { job, length } of sized.sort((a, b) => b.length - a.length)) {
    const shortest = parts.reduce((least, part) => (part.length < least.length ? part : least));
    shortest.jobs.push(job);
    shortest.length += length;
  }
  return parts.sort((a, b) => a.length - b.length).map((part) => part.jobs);
}
