import { matchesChecksum } from '../../project/checksum';
import type { DatabaseHistory, MigrationRow } from './database-history';
import type { LocalMigration } from './local-migrations';
import type { EnvironmentState, MigrationState, MigrationStatus } from './status';
import { withoutValues } from './without-values';

/** The state of every migration that the project or the database knows, in the order of their names. */
export function migrationStatuses(local: readonly LocalMigration[], rows: readonly MigrationRow[]): readonly MigrationStatus[] {
  const attempts = new Map<string, readonly MigrationRow[]>();
  for (const row of rows) attempts.set(row.name, [...(attempts.get(row.name) ?? []), row]);
  const files = new Map(local.map((migration) => [migration.name, migration]));
  const names = [...new Set([...files.keys(), ...attempts.keys()])].sort();
  return names.map((name) => statusOf(name, files.get(name) ?? null, attempts.get(name) ?? []));
}

/**
 * Prisma keeps a row for each attempt. One that is neither finished nor rolled back stops every deploy (P3009), whatever came later; a row that
 * is rolled back counts no more.
 * Source: https://github.com/prisma/prisma-engines/blob/main/schema-engine/commands/src/commands/apply_migrations.rs
 */
function statusOf(name: string, file: LocalMigration | null, attempts: readonly MigrationRow[]): MigrationStatus {
  const open = attempts.filter(({ rolledBackAt }) => rolledBackAt === null);
  const failed = open.findLast(({ finishedAt }) => finishedAt === null);
  if (failed !== undefined) return { ...told(name, 'failed', failed), error: errorIn(failed.logs) ?? notEnded };
  const applied = open.at(-1);
  if (applied !== undefined) return told(name, stateOfApplied(file, applied), applied);
  const rolledBack = attempts.at(-1);
  if (rolledBack !== undefined) return { ...told(name, 'rolled-back', rolledBack), error: errorIn(rolledBack.logs) };
  return { name, state: 'pending', startedAt: null, finishedAt: null, steps: 0, error: null };
}

const notEnded = 'It has begun and has not ended: it is running now, or whoever ran it was stopped.';

/** What the database has said, without the places in Prisma's own engine that follow it, and without values of rows. */
function errorIn(logs: string | null): string | null {
  const text = (logs ?? '').replace(/\n\s*0: \w+::[\s\S]*$/, '').replace(/^external connector error\n/, '');
  return withoutValues(text.trim()) || null;
}

function told(name: string, state: MigrationState, { startedAt, finishedAt, steps }: MigrationRow): MigrationStatus {
  return { name, state, startedAt, finishedAt, steps, error: null };
}

function stateOfApplied(file: LocalMigration | null, { checksum }: MigrationRow): MigrationState {
  if (file === null) return 'missing';
  return matchesChecksum(file.bytes, checksum) ? 'applied' : 'edited';
}

/** Worst first: the state of the environment is that of the worst migration. */
const worst = ['failed', 'missing', 'edited'] as const;

export function environmentState(
  { rows, hasTables }: DatabaseHistory,
  migrations: readonly MigrationStatus[],
  local: readonly LocalMigration[],
): EnvironmentState {
  if (rows === null && hasTables) return 'unmanaged';
  const found = worst.find((state) => migrations.some((migration) => migration.state === state));
  if (found !== undefined) return found;
  const names = new Set(local.map(({ name }) => name));
  // What was rolled back and is not in the project any more is applied by nobody.
  const pending = migrations.some(({ name, state }) => names.has(name) && (state === 'pending' || state === 'rolled-back'));
  return pending ? 'pending' : 'up-to-date';
}
