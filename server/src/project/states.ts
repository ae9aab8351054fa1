import type { MigrationFacts } from '../analysis/migration/migration';
import type { CommittedMigrations } from './git';

/** What decides which migrations are history. */
export interface HistorySources {
  /** `lockstep.json`: this migration and all before it. Where it is set it decides alone, so that it can be moved by hand. */
  readonly baseline: string | null;
  /** The default branch, or the commit that `--since` names; null when git has no answer. */
  readonly committed: Pick<CommittedMigrations, 'ref' | 'blobs'> | null;
}

/** A migration of the working tree. `matches` says whether its content is the blob of that hash, line ends aside. */
export interface MigrationContent {
  readonly name: string;
  readonly matches: (blob: string) => boolean;
}

/**
 * State of every migration, in the given order. Without a baseline and without git nothing is known to be applied: all are
 * pending. A migration that is committed but no longer on disk still counts for `newestInHistory`.
 */
export function statesOf(migrations: readonly MigrationContent[], { baseline, committed }: HistorySources): readonly MigrationFacts[] {
  const isHistory = (name: string): boolean => (baseline === null ? (committed?.blobs.has(name) ?? false) : name <= baseline);
  const names = [
    ...migrations.map((migration) => migration.name),
    ...(committed?.blobs.keys() ?? []),
    ...(baseline === null ? [] : [baseline]),
  ];
  const newestInHistory = names
    .filter(isHistory)
    .reduce<string | null>((newest, name) => (newest === null || name > newest ? name : newest), null);
  return migrations.map(({ name, matches }) => {
    if (!isHistory(name)) return { name, state: 'pending', newestInHistory };
    const blob = committed?.blobs.get(name);
    return { name, state: blob === undefined || matches(blob) ? 'history' : 'edited', newestInHistory };
  });
}
