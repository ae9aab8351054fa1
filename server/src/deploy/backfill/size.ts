import type { BatchLimits } from './spec';

/** Keys for the next batch after one of `size` that took so long: nearer to the target, by no more than twice or half at a time. */
export function sizeAfterBatch(size: number, milliseconds: number, { targetMilliseconds, maximum }: BatchLimits): number {
  const factor = Math.min(Math.max(targetMilliseconds / Math.max(milliseconds, 1), 0.5), 2);
  return clamp(Math.round(size * factor), maximum);
}

/** Keys for the next try of a batch that could not get through. */
export function sizeAfterFailure(size: number, { maximum }: BatchLimits): number {
  return clamp(Math.floor(size / 4), maximum);
}

function clamp(size: number, maximum: number): number {
  return Math.min(Math.max(size, 1), maximum);
}

/** Milliseconds to wait before the n-th try, counted from 1: doubled each time, up to five seconds, and spread so that runners part. */
export function waitBefore(attempt: number, random: number): number {
  return Math.min(100 * 2 ** (attempt - 1), 5000) * (0.5 + random / 2);
}
