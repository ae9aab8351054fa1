import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Ended, type Program, type Running, startProgram } from './run-program';

/** What is fed to a program, in this order. */
export interface Feed {
  /** Text in front. */
  readonly before: string;
  readonly source: Readable;
  readonly stages: readonly Transform[];
  /** Takes the bytes of `source` so far. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * Writes a stream into the input of a program and ends it. Resolves when all is written or when the program takes no more, with the error of the source where
 * that has failed; the program's own end tells the rest.
 */
export async function feed(into: Running, { before, source, stages, onBytes }: Feed): Promise<Error | null> {
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      onBytes(bytes);
      done(null, chunk);
    },
  });
  let failure: Error | null = null;
  for (const stream of [source, ...stages]) {
    stream.once('error', (error) => {
      // That the program takes no more destroys what stands before it, which is not a fault of the source.
      if (!isClosed(error)) failure ??= error;
    });
  }
  into.output.resume();
  if (before !== '' && !into.input.write(before)) await drained(into.input);
  await pipeline([source, meter, ...stages, into.input]).catch(() => undefined);
  return failure;
}

function isClosed(error: Error): boolean {
  return 'code' in error && (error.code === 'ERR_STREAM_PREMATURE_CLOSE' || error.code === 'EPIPE' || error.code === 'ABORT_ERR');
}

function drained(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    stream.once('drain', resolve);
    stream.once('close', resolve);
  });
}

export interface Piped {
  /** The one that failed first, and how; null where both have done their work. */
  readonly failed: { readonly which: 'source' | 'sink'; readonly ended: Exclude<Ended, { readonly type: 'done' }> } | null;
}

/** Runs two programs, what the first one writes being the input of the second one behind the text `before`. The failure of either ends the other. */
export async function piped(
  from: Program,
  into: Program,
  before: string,
  onBytes: (bytes: number) => void,
  abort: AbortSignal,
): Promise<Piped> {
  const [source, sink] = [startProgram(from, abort), startProgram(into, abort)];
  source.input.end();
  let isStopped = false;
  const sunk = sink.ended.then((ended) => {
    if (ended.type !== 'done') {
      isStopped = true;
      source.stop();
    }
    return ended;
  });
  let endedFirst = false;
  const written = source.ended.then((ended) => {
    endedFirst = !isStopped;
    return ended;
  });
  await feed(sink, { before, source: source.output, stages: [], onBytes });
  const [ofSource, ofSink] = await Promise.all([written, sunk]);
  if (ofSource.type !== 'done' && (endedFirst || ofSink.type === 'done')) return { failed: { which: 'source', ended: ofSource } };
  return { failed: ofSink.type === 'done' ? null : { which: 'sink', ended: ofSink } };
}
