import { commands, type Disposable, window } from 'vscode';
import type { Reports } from '../documents/reports';

export const showSchemaDifferenceCommand = 'lockstep.showSchemaDifference';

/** Shows beside the schema the migration that Prisma would write for it, and what each of its statements does. */
export function registerShowSchemaDifference(reports: Reports): Disposable {
  return commands.registerCommand(showSchemaDifferenceCommand, () =>
    reports.show({ kind: 'schema', document: window.activeTextEditor?.document.uri }),
  );
}
