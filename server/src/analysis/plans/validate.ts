import { quotedName } from '../render/postgres-names';
import type { Step } from './plan';

interface Validated {
  /** As written. */
  readonly table: string;
  readonly constraint: string;
  /** Of the folder. */
  readonly name: string;
  readonly purpose: string;
  readonly note: string | null;
}

/** The check of the rows that were there before a constraint. It may run again: a valid constraint is validated in no time. */
export function validateStep({ table, constraint, name, purpose, note }: Validated): Step {
  return {
    phase: 'validate',
    alone: false,
    name,
    purpose,
    statements: [`ALTER TABLE ${table} VALIDATE CONSTRAINT ${quotedName(constraint)}`],
    undo: 'nothing to undo.',
    notes: note === null ? [] : [note],
  };
}
