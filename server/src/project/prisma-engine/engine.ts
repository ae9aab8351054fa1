import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { isBundled } from '../build-id';
import type { DiffRequest, EngineAnswer, EngineRequest } from './engine-thread';
import type { FormatText } from './formatter';

/** What came of a comparison. A `refused` one is the schema's fault, a `failed` one the engine's. */
export type EngineResult = { readonly type: 'sql'; readonly sql: string } | Unanswered;

/** What came of formatting; texts are in the order of the request. */
export type FormatResult = { readonly type: 'formatted'; readonly texts: readonly string[] } | Unanswered;

type Unanswered =
  | { readonly type: 'refused'; readonly code: string | null; readonly message: string }
  | { readonly type: 'failed'; readonly message: string };

/** Requests wait for each other: the engine does one thing at a time. None rejects. */
export interface Engine {
  diff(request: Omit<DiffRequest, 'id' | 'type'>): Promise<EngineResult>;
  /** Each text on its own, as Prisma's formatter leaves it. */
  format(texts: readonly FormatText[]): Promise<FormatResult>;
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
  const ask = async (requestOf: (id: number) => EngineRequest): Promise<Result> => {
    clearTimeout(idle);
    thread ??= startThread();
    count += 1;
    const result = await answerOf(thread, requestOf(count), milliseconds);
    if (result.type === 'failed') await close();
    else idle = setTimeout(() => void close(), idleMilliseconds).unref();
    return result;
  };
  const queued = (requestOf: (id: number) => EngineRequest): Promise<Result> => {
    const result = queue.then(() => ask(requestOf));
    queue = result;
    return result;
  };
  return {
    diff: async (request) => {
      const result = await queued((id) => ({ ...request, type: 'diff', id }));
      return result.type === 'formatted' ? otherAnswer : result;
    },
    format: async (texts) => {
      const result = await queued((id) => ({ type: 'format', id, texts }));
      return result.type === 'sql' ? otherAnswer : result;
    },
    close: async () => {
      await queue;
      await close();
    },
  };
}

type Result = EngineResult | FormatResult;

const otherAnswer: Unanswered = { type: 'failed', message: "Prisma's engine answered something else." };

function answerOf(thread: Worker, request: EngineRequest, milliseconds: number): Promise<Result> {
  return new Promise((resolve) => {
    const fail = (message: string) => end({ type: 'failed', message });
    const onMessage = (answer: EngineAnswer) => {
      if (answer.type === 'panic') fail(`Prisma's engine stopped: ${sentence(answer.message)}`);
      else if (answer.id === request.id) end(answer);
    };
    const onError = (error: Error) => fail(`Prisma's engine cannot run: ${sentence(error.message)}`);
    const onExit = () => fail("Prisma's engine ended before it could answer.");
    const limit = setTimeout(() => fail(`Prisma's engine gave no answer within ${milliseconds / 1000} s.`), milliseconds);
    const end = (result: Result) => {
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
  if (isBundled) return new Worker(join(__dirname, 'prisma-engine.js'), { workerData: join(__dirname, 'prisma-engine.wasm.br') });
  const { resolve } = createRequire(__filename);
  const files = [resolve('tsx/cjs'), join(__dirname, 'engine-thread.ts')];
  const wasm = join(dirname(resolve('@prisma/schema-engine-wasm')), 'schema_engine_bg.wasm');
  return new Worker(files.map((file) => `require(${JSON.stringify(file)});`).join(''), { eval: true, workerData: wasm });
}
