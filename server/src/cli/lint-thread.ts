import { parentPort } from 'node:worker_threads';
import { type LintJob, reportsOf } from './lint-jobs';

// What a thread of `lockstep lint` does until it is ended: runs each job that it is handed and answers with its reports.
parentPort?.on('message', async (job: LintJob) => parentPort?.postMessage(await reportsOf(job)));
