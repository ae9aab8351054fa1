import { type Disposable, workspace } from 'vscode';
import type { Server } from './server';

/** Reloads whenever a file of the pattern comes, changes or goes, and each time that the server is ready again. */
export function reloadOnChange(pattern: string, server: Server, reload: () => void): Disposable[] {
  const watcher = workspace.createFileSystemWatcher(pattern);
  return [
    watcher,
    watcher.onDidChange(reload),
    watcher.onDidCreate(reload),
    watcher.onDidDelete(reload),
    server.onDidChangeState((state) => {
      if (state.kind === 'running' && state.status.state === 'ready') reload();
    }),
  ];
}
