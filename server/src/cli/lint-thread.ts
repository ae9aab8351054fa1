import { parentPort, workerData } from 'node:worker_threads';
import { createAnalyzer } from '../project/analysis';
import { type LintJob, runAll } from './lint-jobs';

/** What a thread of `lockstep lint` does: runs the jobs that it was started with and answers with their reports. */
export async function lintInThread(): Promise<void> {
  const jobs: readonly LintJob[] = workerData;
  parentPort?.postMessage(await runAll(jobs, createAnalyzer));
}
