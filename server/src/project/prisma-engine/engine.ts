import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { isBundled } from '../build-id';
import type { DiffRequest, EngineAnswer } from './engine-thread';

/** What came of a request to the engine. A `refused` one is the schema's fault, a `failed` one the engine's. */
export type EngineResult =
  | { readonly type: 'sql'; readonly sql: string }
  | { readonly type: 'refused'; readonly code: string | null; readonly message: string }
  | { readonly type: 'failed'; readonly message: string };

export interface Engine {
  /** Requests wait for each other: the engine does one thing at a time. Never rejects. */
  diff(request: Omit<DiffRequest, 'id'>): Promise<EngineResult>;
  /** Ends the thread; a later request starts another one. */
  close(): Promise<void>;
}

export interface EngineLimits {
  /** For one request, the start of the thread included. */
  readonly milliseconds: number;
  /** Without a request for so long, the thread ends: it holds about 60 MB. */
  readonly idleMilliseconds: number;
}

const usualLimits: EngineLimits = { milliseconds: 30_000, idleMilliseconds: 60_000 };

/** Prisma's schema engine in a thread of its own, which starts with the first request and is replaced after a panic. */
export function createEngine({ milliseconds, idleMilliseconds }: EngineLimits = usualLimits): Engine {
  let thread: Worker | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;
  let count = 0;

  const close = async (): Promise<void> => {
    clearTimeout(idle);
    const ending = thread;
    thread = null;
    await ending?.terminate();
  };
  const ask = async (request: Omit<DiffRequest, 'id'>): Promise<EngineResult> => {
    clearTimeout(idle);
    thread ??= startThread();
    count += 1;
    const result = await answerOf(thread, { ...request, id: count }, milliseconds);
    if (result.type === 'failed') await close();
    else idle = setTimeout(() => void close(), idleMilliseconds).unref();
    return result;
  };
  return {
    diff: (request) => {
      const result = queue.then(() => ask(request));
      queue = result;
      return result;
    },
    close: async () => {
      await queue;
      await close();
    },
  };
}

function answerOf(thread: Worker, request: DiffRequest, milliseconds: number): Promise<EngineResult> {
  return new Promise((resolve) => {
    const fail = (message: string) => end({ type: 'failed', message });
    const onMessage = (answer: EngineAnswer) => {
      if (answer.type === 'panic') fail(`Prisma's engine stopped: ${sentence(answer.message)}`);
      else if (answer.id === request.id) end(answer.type === 'sql' ? { type: 'sql', sql: answer.sql } : answer);
    };
    const onError = (error: Error) => fail(`Prisma's engine cannot run: ${sentence(error.message)}`);
    const onExit = () => fail("Prisma's engine ended before it could answer.");
    const limit = setTimeout(() => fail(`Prisma's engine gave no answer within ${milliseconds / 1000} s.`), milliseconds);
    const end = (result: EngineResult) => {
      clearTimeout(limit);
      thread.off('message', onMessage).off('error', onError).off('exit', onExit);
      thread.unref();
      resolve(result);
    };
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    thread.ref();
    thread.postMessage(request);
  });
}

/** The first line, with a full stop. */
function sentence(message: string): string {
  return `${message.split('\n')[0]?.replace(/[.\s]+$/, '')}.`;
}

function startThread(): Worker {
  const thread = createThread();
  // One that breaks while nobody waits for it must not take the program with it.
  thread.on('error', () => {});
  return thread;
}

/** In the bundle the thread is a file beside this one, with the wasm file; from the sources a compiler has to be loaded first. */
function createThread(): Worker {
  if (isBundled) return new Worker(join(__dirname, 'prisma-engine.js'), { workerData: join(__dirname, 'prisma-engine.wasm') });
  const { resolve } = createRequire(__filename);
  const files = [resolve('tsx/cjs'), join(__dirname, 'engine-thread.ts')];
  const wasm = join(dirname(resolve('@prisma/schema-engine-wasm')), 'schema_engine_bg.wasm');
  return new Worker(files.map((file) => `require(${JSON.stringify(file)});`).join(''), { eval: true, workerData: wasm });
}
