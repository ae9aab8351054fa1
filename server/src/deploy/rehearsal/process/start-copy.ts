import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isBundled } from '../../../project/build-id';
import { CopyLost, type Ran, type Session } from '../session';
import type { CopyAnswer, CopyRequest, PgliteSource } from './messages';

export interface CopyProcess extends Session {
  /** Closes the database, so that its file is whole and free for others. */
  readonly close: () => Promise<void>;
  /** Ends it at once, whatever it does. Resolves when it is gone. */
  readonly end: () => Promise<void>;
}

type Opening =
  | { readonly type: 'open-postgres'; readonly pglite: PgliteSource; readonly extensions: Readonly<Record<string, string>> }
  | { readonly type: 'open-sqlite'; readonly file: string };

/** Starts a process and the copy in it. Rejects with `CopyLost` when that fails; an abort ends the process. */
export async function startCopy(opening: Opening, abort: AbortSignal): Promise<CopyProcess> {
  abort.throwIfAborted();
  const child = fork(programFile(), [], {
    execArgv: isBundled ? [] : ['--import', pathToFileURL(createRequire(__filename).resolve('tsx')).href],
    // In an editor this program is the editor's own, which is told to be Node. It needs nothing of ours, secrets least of all.
    env: {
      PATH: process.env.PATH,
      TEMP: process.env.TEMP,
      TMPDIR: process.env.TMPDIR,
      SYSTEMROOT: process.env.SYSTEMROOT,
      ELECTRON_RUN_AS_NODE: '1',
      TZ: 'UTC',
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const gone = new Promise<void>((resolve) => void child.once('exit', () => resolve()).once('error', () => resolve()));
  const kill = (): void => void child.kill('SIGKILL');
  abort.addEventListener('abort', kill, { once: true });
  const ask = questions(child);
  const end = async (): Promise<void> => {
    abort.removeEventListener('abort', kill);
    kill();
    await gone;
  };
  const opened = await ask(opening).catch(async (error: unknown) => {
    await end();
    throw error;
  });
  if (!opened.ok) {
    await end();
    throw new CopyLost(opened.error.message);
  }
  return { run: (sql) => ask({ type: 'run', sql }), close: async () => void (await ask({ type: 'close' })), end };
}

type Question = Opening | { readonly type: 'run'; readonly sql: string } | { readonly type: 'close' };

function questions(child: ChildProcess): (question: Question) => Promise<Ran> {
  const waiting = new Map<number, { readonly resolve: (ran: Ran) => void; readonly reject: (error: Error) => void }>();
  let count = 0;
  let errors = '';
  let ended: CopyLost | null = null;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = `${errors}${text}`.slice(-2_000);
  });
  child.on('message', (answer: CopyAnswer) => {
    const { milliseconds } = answer;
    waiting
      .get(answer.id)
      ?.resolve(answer.ok ? answer : { ok: false, error: { code: answer.code, message: answer.message }, milliseconds });
    waiting.delete(answer.id);
  });
  const lose = (reason: string): void => {
    ended ??= new CopyLost(`The process of the copy has ended: ${reason}`);
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  child.once('error', (error) => lose(error.message));
  child.once('exit', (code, signal) => lose(lastLine(errors) ?? (signal === null ? `code ${code}` : signal)));
  return (question) =>
    new Promise((resolve, reject) => {
      if (ended !== null) return reject(ended);
      const request: CopyRequest = { id: ++count, ...question };
      waiting.set(request.id, { resolve, reject });
      child.send(request, (error) => error !== null && lose(error.message));
    });
}

function lastLine(text: string): string | null {
  return (
    text
      .trim()
      .split('\n')
      .findLast((line) => /error/i.test(line)) ?? null
  );
}

function programFile(): string {
  return isBundled ? join(__dirname, 'rehearsal-copy.js') : join(__dirname, 'copy-process.ts');
}
