import type { EnvironmentState } from '../status/status';
import type { FailedMigration, Recovery, StatementOutcome } from './recovery';

/** `production, failed`. */
export function environmentWord({ kind, state }: Recovery): string {
  return `${kind}, ${stateWords[state]}`;
}

const stateWords: Readonly<Record<EnvironmentState, string>> = {
  'up-to-date': 'up to date',
  pending: 'pending',
  failed: 'failed',
  edited: 'edited',
  missing: 'missing here',
  unmanaged: 'unmanaged',
  unreachable: 'unreachable',
  invalid: 'no usable URL',
};

export const outcomeWords: Readonly<Record<StatementOutcome['state'], string>> = {
  taken: 'has taken effect',
  'not-taken': 'has not',
  unknown: 'cannot be told',
};

export const ranWords: Readonly<Record<NonNullable<FailedMigration['ranAs']>, string>> = {
  'one-transaction': 'The file ran as one transaction: what failed took everything with it.',
  'per-statement': 'The file ran statement by statement: what stands before the refused one stays.',
};
