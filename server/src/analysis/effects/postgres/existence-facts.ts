import type { EffectParts } from '../effect';
import { source } from './source';

/** What holds for every kind of operation whose object is missing, or exists already. */
export const existenceFacts = {
  'missing/relation': { why: 'The table, view or sequence does not exist at this point.', source: source.errorCodes },
  'missing/column': { why: 'The column does not exist at this point.', source: source.errorCodes },
  'missing/object': { why: 'The object does not exist at this point.', source: source.errorCodes },
  'missing/type': { why: 'The type does not exist at this point.', source: source.errorCodes },
  'missing/function': { why: 'This version of PostgreSQL does not have the function yet.', source: source.errorCodes },
  'missing/schema': { why: 'The schema does not exist at this point.', source: source.errorCodes },
  'missing/enum-value': { why: 'The enum has no such value at this point.', source: source.errorCodes },
  'missing/skipped': { why: 'IF EXISTS: it does not exist, so nothing happens.', source: source.alterTable },
  'missing/skipped-under-lock': { why: 'IF EXISTS: it does not exist, but its table is locked to find that out.', source: source.measured },
  'exists/relation': { why: 'A table, view, index or sequence of this name exists already.', source: source.errorCodes },
  'exists/column': { why: 'A column of this name exists already.', source: source.errorCodes },
  'exists/object': { why: 'An object of this name exists already.', source: source.errorCodes },
  'exists/schema': { why: 'A schema of this name exists already.', source: source.errorCodes },
  'exists/skipped': { why: 'IF NOT EXISTS: it exists already, so nothing happens.', source: source.createTable },
  'exists/skipped-under-lock': {
    why: 'IF NOT EXISTS: it exists already, but its table is locked to find that out.',
    source: source.measured,
  },
} as const;

/** The id of such a fact. */
export type ExistenceFact = keyof typeof existenceFacts;

/** What the server does instead of the operation. */
export interface Existence {
  readonly fact: ExistenceFact;
  readonly parts: EffectParts;
}
