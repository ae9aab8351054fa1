import { createHash } from 'node:crypto';
import type { LocatedFinding } from './lint-result';

/**
 * Names findings so that a service recognises them when lines have moved: by file, rule and message, and by their number
 * where these are equal.
 */
export function fingerprints(): (path: string, finding: LocatedFinding) => string {
  const seen = new Map<string, number>();
  return (path, { rule, message }) => {
    const name = JSON.stringify([path, rule, message]);
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return createHash('sha256').update(`${name}${count}`).digest('hex').slice(0, 32);
  };
}
