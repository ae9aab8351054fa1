import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { isBundled } from '../../project/build-id';
import type { CheckedSqlite } from './sqlite-files';

/**
 * Reads every page of a SQLite file that nobody else uses, in a thread: a large file takes seconds, and an editor must not wait. Rejects with the error of
 * SQLite where it is no database, and when aborted.
 */
export function checkedSqlite(file: string, abort: AbortSignal): Promise<CheckedSqlite> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(script(), { eval: true, workerData: file });
    const stop = (): void => void thread.terminate();
    abort.addEventListener('abort', stop, { once: true });
    thread.once('message', (answer: { readonly checked: CheckedSqlite } | { readonly problem: string }) => {
      if ('checked' in answer) resolve(answer.checked);
      else reject(new Error(answer.problem));
    });
    thread.once('error', reject);
    thread.once('exit', () => {
      abort.removeEventListener('abort', stop);
      reject(new Error('The check was ended.'));
    });
    if (abort.aborted) stop();
  });
}

/** The driver is a bundle of its own; from the sources it has to be compiled first. */
function script(): string {
  const compiler = isBundled ? '' : `require(${JSON.stringify(createRequire(__filename).resolve('tsx/cjs'))});`;
  const driver = join(__dirname, isBundled ? 'sqlite.js' : 'sqlite-files.ts');
  return `${compiler}
    const { parentPort, workerData } = require('node:worker_threads');
    const { checkSqlite } = require(${JSON.stringify(driver)});
    let answer;
    try {
      answer = { checked: checkSqlite(workerData) };
    } catch (error) {
      answer = { problem: error.message };
    }
    parentPort.postMessage(answer);`;
}
