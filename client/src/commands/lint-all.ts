import { commands, type Disposable } from 'vscode';
import type { Reports } from '../documents/reports';

export const lintAllCommand = 'lockstep.lintAll';

/** Shows the findings of every migration in one document; those of pending migrations are in the Problems view anyway. */
export function registerLintAll(reports: Reports): Disposable {
  return commands.registerCommand(lintAllCommand, () => reports.show({ kind: 'findings' }));
}
