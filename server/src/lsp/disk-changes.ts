import type { Connection, Disposable } from 'vscode-languageserver';
import type { ClientSupport } from './client-support';
import type { OpenDocuments } from './open-documents';
import { pathOf } from './paths';
import { onDisk } from './scheduler';
import { classifyChange, watchFiles } from './watched-files';
import type { Workspace } from './workspace';

export interface DiskParts {
  readonly connection: Connection;
  readonly client: ClientSupport;
  readonly workspace: Workspace;
  readonly documents: OpenDocuments;
  readonly folders: () => readonly string[];
  /** Finds all projects again. */
  readonly reload: () => Promise<void>;
}

/** What the disk tells, and what is to be asked again when projects have come or gone. */
export interface Disk {
  /** A file was created, changed or deleted; several in one go belong together. */
  readonly changed: (paths: readonly string[]) => void;
  /** Watches what the projects of now consist of. */
  readonly watch: () => Promise<void>;
}

export function followDisk({ connection, client, workspace, documents, folders, reload }: DiskParts): Disk {
  let watching: Disposable | null = null;
  let reloading: NodeJS.Timeout | undefined;

  function reloadSoon(): void {
    clearTimeout(reloading);
    reloading = setTimeout(() => void reload(), onDisk.idle);
  }

  function changed(paths: readonly string[]): void {
    const sessions = workspace.sessions();
    const projects = sessions.map(({ project }) => project);
    // The text of an open document is what the editor says, whatever is on the disk.
    for (const path of paths) {
      const change = classifyChange(path, projects);
      if (change === 'projects' || change === 'schema') reloadSoon();
      if (change === 'projects' || change === 'nothing') continue;
      if (change !== 'repository' && documents.at(path) !== undefined) continue;
      for (const session of sessions) {
        if (change === 'repository') session.repositoryChanged();
        else session.filesChanged();
        workspace.request(session, onDisk);
      }
    }
  }

  connection.onDidChangeWatchedFiles(({ changes }) => changed(changes.flatMap(({ uri }) => pathOf(uri) ?? [])));

  return {
    changed,
    watch: async () => {
      const before = watching;
      watching = await watchFiles(
        connection,
        client,
        folders(),
        workspace.sessions().map(({ project }) => project),
      );
      before?.dispose();
    },
  };
}
