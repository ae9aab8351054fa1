import type { MigrationText } from '../../analysis/revert/definitions';
import type { Project } from '../../project/project';
import { withoutByteOrderMark } from '../../project/read-files';
import type { DatabaseHistory, MigrationRow } from '../status/database-history';
import type { LocalMigration } from '../status/local-migrations';
import type { MigrationStatus } from '../status/status';
import { committedText } from './git-history';

/** The migrations of a project and of a database beside each other. */
export interface History {
  readonly database: DatabaseHistory;
  readonly local: readonly LocalMigration[];
  readonly statuses: readonly MigrationStatus[];
  /** The attempt that counts for a migration: the newest that was not rolled back. */
  readonly rowOf: (name: string) => MigrationRow | null;
  /** What has been applied, in its order, as it was when it was applied as far as git has it. Read once. */
  readonly appliedTexts: () => Promise<readonly MigrationText[]>;
}

export function historyOf(
  database: DatabaseHistory,
  local: readonly LocalMigration[],
  statuses: readonly MigrationStatus[],
  project: Project,
): History {
  const rowOf = (name: string): MigrationRow | null =>
    (database.rows ?? []).findLast((row) => row.name === name && row.rolledBackAt === null) ?? null;
  let texts: Promise<readonly MigrationText[]> | undefined;
  const appliedTexts = (): Promise<readonly MigrationText[]> => {
    texts ??= readTexts();
    return texts;
  };
  return { ...{ database, local, statuses, rowOf, appliedTexts } };

  async function readTexts(): Promise<readonly MigrationText[]> {
    const applied = statuses
      .filter(({ state }) => state === 'applied' || state === 'edited' || state === 'missing')
      .toSorted((a, b) => compare(a.finishedAt ?? '', b.finishedAt ?? '') || compare(a.name, b.name));
    const found = await Promise.all(
      applied.map(async ({ name, state }): Promise<readonly MigrationText[]> => {
        const bytes = local.find((migration) => migration.name === name)?.bytes;
        const checksum = rowOf(name)?.checksum ?? null;
        const committed = state === 'applied' || checksum === null ? null : await committedText(project, name, checksum);
        const text = committed?.text ?? bytes?.toString('utf8');
        return text === undefined ? [] : [{ name, text: withoutByteOrderMark(text) }];
      }),
    );
    return found.flat();
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
