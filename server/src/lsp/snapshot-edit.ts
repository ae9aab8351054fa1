import type { Snapshot } from '../project/snapshot';

/**
 * The snapshot after an edit in one open migration. Unchanged files stay the same objects, by which the analyzer knows what
 * it need not look at again. Null where more than the text may have changed, so that everything has to be read: the file is
 * new, or its state depends on its text.
 */
export function editSnapshot(snapshot: Snapshot, path: string, text: string): Snapshot | null {
  const index = snapshot.migrations.findIndex((migration) => migration.path === path);
  const file = snapshot.migrations[index];
  if (file === undefined) return null;
  if (file.text === text) return snapshot;
  if (file.facts.state !== 'pending') return null;
  return { ...snapshot, migrations: snapshot.migrations.with(index, { ...file, text }) };
}
