/**
 * PostgreSQL's table lock modes, weakest first, in the manual's spelling.
 * Source: https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
 */
export const lockModes = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;

/** A mode in the spelling of the manual. */
export type LockMode = (typeof lockModes)[number];

/** The one that conflicts with more; either of two equal ones. */
export function strongerLock(a: LockMode, b: LockMode): LockMode {
  return lockModes.indexOf(a) >= lockModes.indexOf(b) ? a : b;
}

/** Only `ACCESS EXCLUSIVE` conflicts with the `ACCESS SHARE` of a SELECT. */
export function blocksReads(mode: LockMode): boolean {
  return mode === 'ACCESS EXCLUSIVE';
}

/** Conflicts with the `ROW EXCLUSIVE` of INSERT, UPDATE and DELETE: `SHARE` and above. */
export function blocksWrites(mode: LockMode): boolean {
  return lockModes.indexOf(mode) >= lockModes.indexOf('SHARE');
}
