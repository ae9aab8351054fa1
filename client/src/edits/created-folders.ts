import { type Disposable, Uri, workspace } from 'vscode';

/**
 * Undoing an edit takes back the files that it has created, but not their folders; and Prisma refuses to migrate as long as there is a
 * migration's folder without a file (P3015). So the folders of migrations that came with a file go with it, once they are empty.
 */
export function removeEmptyMigrationFolders(): Disposable {
  const created = new Set<string>();
  const parts: readonly Disposable[] = [
    workspace.onDidCreateFiles(({ files }) => {
      for (const file of files) if (isMigration(file)) created.add(folderOf(file).toString());
    }),
    workspace.onDidDeleteFiles(({ files }) => {
      for (const file of files) if (isMigration(file) && created.has(folderOf(file).toString())) void removeIfEmpty(folderOf(file));
    }),
  ];
  return { dispose: () => parts.forEach((part) => void part.dispose()) };
}

function isMigration({ scheme, path }: Uri): boolean {
  return scheme === 'file' && path.endsWith('/migration.sql');
}

function folderOf(file: Uri): Uri {
  return Uri.joinPath(file, '..');
}

async function removeIfEmpty(folder: Uri): Promise<void> {
  try {
    const entries = await workspace.fs.readDirectory(folder);
    if (entries.length === 0) await workspace.fs.delete(folder, { recursive: false });
  } catch {
    // It is gone already, or cannot be removed: then it stays, as it would without this.
  }
}
