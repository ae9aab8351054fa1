import { counted } from '../../analysis/wording/wording';
import type { EnvironmentStatus, MigrationState, MigrationStatus } from './status';

/** A mark never stands alone: the words say the same. */
export const migrationMarks: Readonly<Record<MigrationState, string>> = {
  applied: '✓',
  pending: '○',
  failed: '✗',
  'rolled-back': '↺',
  edited: '✎',
  missing: '?',
};

export const migrationWords: Readonly<Record<MigrationState, string>> = {
  applied: 'applied',
  pending: 'pending',
  failed: 'failed',
  'rolled-back': 'rolled back',
  edited: 'edited',
  missing: 'missing here',
};

/** `2 pending, 1 failed`, `up to date`, `unreachable (P1001)`. */
export function environmentWords({ state, error, migrations }: EnvironmentStatus): string {
  switch (state) {
    case 'unreachable':
      return error?.code == null ? 'unreachable' : `unreachable (${error.code})`;
    case 'invalid':
      return 'no usable URL';
    case 'unmanaged':
      return 'unmanaged: it has tables and no _prisma_migrations';
    case 'up-to-date':
      return `up to date, ${counted(migrations.length, 'migration')}`;
    case 'pending':
    case 'failed':
    case 'edited':
    case 'missing':
      return countsOf(migrations);
  }
}

const told = ['failed', 'missing', 'edited', 'rolled-back', 'pending'] as const;

function countsOf(migrations: readonly MigrationStatus[]): string {
  const counts = told.map((state) => [migrationWords[state], migrations.filter((migration) => migration.state === state).length] as const);
  return counts.flatMap(([word, count]) => (count === 0 ? [] : [`${count} ${word}`])).join(', ');
}

/** `0.8 s`, `12 min`; null where it has not ended. */
export function durationOf({ startedAt, finishedAt }: MigrationStatus): string | null {
  if (startedAt === null || finishedAt === null) return null;
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  if (!Number.isFinite(seconds) || seconds < 0) return null;
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  return seconds < 6000 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** `2026-11-12 09:14`, in UTC. */
export function timeOf(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}

/** All names that an environment knows, each once, sorted. */
export function migrationNames(environments: readonly EnvironmentStatus[]): readonly string[] {
  return [...new Set(environments.flatMap(({ migrations }) => migrations.map(({ name }) => name)))].sort();
}

/** Whether the database has told anything of its migrations. */
export function isKnown({ state }: EnvironmentStatus): boolean {
  return state !== 'unreachable' && state !== 'invalid';
}
