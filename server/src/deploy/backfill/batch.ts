import type { Query } from '../connection/database';
import { addChunk, finishBatch, lockChunk, lockPosition, markCut, type Progress } from './progress';
import type { BackfillSpec } from './spec';
import { type KeyRange, keyAtDistance, lastKey, readKey, type Statement, updateRange } from './statements';
import type { Target } from './target';

/** What is worked on: the same for all batches. */
export interface Work {
  readonly id: string;
  readonly target: Target;
  readonly spec: BackfillSpec;
}

export interface Batch {
  readonly range: KeyRange;
  /** Keys that the range holds, as far as they were counted. */
  readonly keys: number;
  readonly rows: number;
  /** What the update took. */
  readonly milliseconds: number;
  /** After this batch. */
  readonly progress: Progress;
}

/** Rows that were updated and are still to do: the spec would never come to its end. Thrown, so that their update is rolled back. */
export class NeverDone extends Error {
  constructor(readonly rows: number) {
    super('Rows are still to do after their update.');
  }
}

/** Cuts the next `size` keys of the table into a chunk. False where the table has been cut to its end. */
export async function cutChunk(query: Query, { id, target }: Work, size: number): Promise<boolean> {
  const { position, isCut } = await lockPosition(query, id);
  if (isCut) return false;
  const [next] = await ask(query, keyAtDistance(target, position, null, size));
  const through = readKey(next?.key);
  if (through !== null) {
    await addChunk(query, id, position, through, size, false);
    return true;
  }
  const [last] = await ask(query, lastKey(target, position));
  const end = readKey(last?.key);
  if (end === null) await markCut(query, id);
  else await addChunk(query, id, position, end, Number(last?.keys), true);
  return end !== null;
}

/**
 * Updates a chunk that nobody else works on, or its first `size` keys where it has more. Null where there is no such chunk. `onRange` hears
 * which keys are meant before anything can go wrong with them.
 */
export async function workChunk(
  query: Query,
  { id, target, spec }: Work,
  size: number,
  onRange: (range: KeyRange) => void,
): Promise<Batch | null> {
  const chunk = await lockChunk(query, id);
  if (chunk === null) return null;
  const [part] = chunk.keys > size ? await ask(query, keyAtDistance(target, chunk.after, chunk.through, size)) : [];
  const through = readKey(part?.key) ?? chunk.through;
  const isWhole = through.every((text, index) => text === chunk.through[index]);
  const range = { after: chunk.after, through };
  onRange(range);
  const started = performance.now();
  const [changed] = await ask(query, updateRange(target, spec, range));
  const milliseconds = performance.now() - started;
  const again = Number(changed?.again);
  if (again > 0) throw new NeverDone(again);
  const done = { rows: Number(changed?.rows), keys: isWhole ? chunk.keys : size, through, isWhole };
  const progress = await finishBatch(query, id, chunk, done);
  return { range, keys: done.keys, rows: done.rows, milliseconds, progress };
}

function ask(query: Query, { sql, values }: Statement) {
  return query(sql, values);
}
