import type { Execution } from '../analysis/migration/migration';
import { contentHash } from './content';
import { executionOf } from './prisma-version';
import type { Project } from './project';
import type { MigrationFile, Snapshot } from './snapshot';

/** Names what is known after a migration: equal keys mean that nothing has to be computed again. */
export interface ChainLink {
  readonly file: MigrationFile;
  /** Of the catalog after it: all texts up to here. */
  readonly fold: string;
  /** Of its findings: those texts, its state, the settings, and the pending migrations before it. */
  readonly report: string;
}

/**
 * Keys of all migrations of a snapshot. `previous` is the result for an earlier snapshot with the same settings: the part
 * that both share is taken over.
 */
export function chainOf(snapshot: Snapshot, settings: string, previous: readonly ChainLink[] = []): readonly ChainLink[] {
  const links: ChainLink[] = [];
  let fold = '';
  let pending = snapshot.historyIsKnown ? 'known' : 'unknown';
  let shared = true;
  for (const [index, file] of snapshot.migrations.entries()) {
    const before = previous[index];
    const { state, newestInHistory, name } = file.facts;
    shared &&= before?.file === file;
    fold = shared && before !== undefined ? before.fold : contentHash(`${fold}\n${file.text}`);
    const report = [fold, settings, name, state, ...(state === 'pending' ? [newestInHistory, pending] : [])].join(' ');
    if (state === 'pending' && snapshot.historyIsKnown) pending = fold;
    links.push({ file, fold, report });
  }
  return links;
}

/** Everything of a project that changes findings, apart from its migrations. */
export function settingsKey(project: Project): string {
  const { server, rules } = project.settings;
  const changed = [...rules].sort(([a], [b]) => (a < b ? -1 : 1));
  return contentHash(JSON.stringify([server, executionFor(project), changed]));
}

export function executionFor(project: Project): Execution {
  return executionOf(project.prismaVersion);
}
