import type { MigrationFacts } from '../analysis/migration/migration';
import type { CommittedMigrations } from './git';

/** What decides which migrations are history. */
export interface HistorySources {
  /** `lockstep.json`: this migration and all before it. Where it is set it decides alone, so that it can be moved by hand. */
  readonly baseline: string | null;
  /** The default branch, or the commit that `--since` names; null when git has no answer. */
  readonly committed: Pick<CommittedMigrations, 'ref' | 'blobs'> | null;
  /** Checksums of the migrations that production was seen to have, by name; empty where nobody has looked. */
  readonly applied: ReadonlyMap<string, string>;
}

/** A migration of the working tree. */
export interface MigrationContent {
  readonly name: string;
  /** Whether its content is the blob of that hash, line ends aside. */
  readonly matches: (blob: string) => boolean;
  /** Whether it is what Prisma stored that checksum of. */
  readonly wasApplied: (checksum: string) => boolean;
}

/**
 * State of every migration, in the given order. Without a baseline, without git and without a look at production nothing is known to be
 * applied: all are pending. A migration that is committed but no longer on disk still counts for `newestInHistory`.
 */
export function statesOf(
  migrations: readonly MigrationContent[],
  { baseline, committed, applied }: HistorySources,
): readonly MigrationFacts[] {
  const isHistory = (name: string): boolean =>
    baseline === null ? committed?.blobs.has(name) === true || applied.has(name) : name <= baseline;
  const names = [
    ...migrations.map((migration) => migration.name),
    ...(committed?.blobs.keys() ?? []),
    ...applied.keys(),
    ...(baseline === null ? [] : [baseline]),
  ];
  const newestInHistory = names
    .filter(isHistory)
    .reduce<string | null>((newest, name) => (newest === null || name > newest ? name : newest), null);
  return migrations.map(({ name, matches, wasApplied }) => {
    if (!isHistory(name)) return { name, state: 'pending', newestInHistory };
    const [blob, checksum] = [committed?.blobs.get(name), applied.get(name)];
    const isAsBefore = blob !== undefined ? matches(blob) : checksum === undefined || wasApplied(checksum);
    return { name, state: isAsBefore ? 'history' : 'edited', newestInHistory };
  });
}
