import { isObject, listIn } from '../../project/json';
import type { Rehearsal } from './rehearsal';

/** Whether a value read from a file is a rehearsal: as far as it is read, its parts are what they have to be. */
export function isRehearsal(value: unknown): value is Rehearsal {
  if (!isObject(value) || value.version !== 1 || !isObject(value.copy) || !isObject(value.rows)) return false;
  if (value.environment !== null && typeof value.environment !== 'string') return false;
  return (
    typeof value.startedAt === 'string' &&
    Array.isArray(value.notes) &&
    Array.isArray(value.migrations) &&
    value.migrations.every(isMigration)
  );
}

function isMigration(value: unknown): boolean {
  if (!isObject(value) || typeof value.name !== 'string' || typeof value.checksum !== 'string') return false;
  return Array.isArray(value.statements) && listIn(value.statements).every(isStatement);
}

function isStatement(value: unknown): boolean {
  if (!isObject(value) || typeof value.index !== 'number' || typeof value.state !== 'string' || typeof value.sql !== 'string') return false;
  const { milliseconds, estimate, differences } = value;
  const isNumberOrNull = milliseconds === null || typeof milliseconds === 'number';
  return (
    isNumberOrNull && Array.isArray(differences) && (estimate === null || (isObject(estimate) && typeof estimate.milliseconds === 'number'))
  );
}
