import { parentPort } from 'node:worker_threads';
import { prepare } from '../analysis/analyze';
import { type LintJob, reportsOf } from './lint-jobs';

// The grammar loads while the thread waits for its first job. Where it cannot be loaded, the job says so.
void prepare().catch(() => {});

// What a thread of `lockstep lint` does until it is ended: runs each job that it is handed and answers with its reports.
parentPort?.on('message', async (job: LintJob) => parentPort?.postMessage(await reportsOf(job)));
