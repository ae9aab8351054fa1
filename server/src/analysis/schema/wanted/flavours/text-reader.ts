import type { SqlReader } from './flavour';

/** Keeps SQL as it is written, for providers whose expressions nobody reads yet. */
export const textReader: SqlReader = {
  isReady: () => true,
  default: (sql) => ({ text: sql.trim(), constant: null, columns: [], functions: [] }),
  predicate: (sql) => ({ text: sql.trim(), constant: null, columns: [], functions: [] }),
  operatorClass: (sql) => sql.trim(),
  type: (sql) => ({ name: sql.trim().toLowerCase(), user: false, modifiers: [], dimensions: 0 }),
};
