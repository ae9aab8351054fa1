import { commands, type Disposable, Uri, window } from 'vscode';
import { clientCommands } from '../../../server/src/protocol';
import type { Reports } from '../documents/reports';

/**
 * Shows beside the schema the migration that Prisma would write for it, and what each of its statements does. Without an argument:
 * of the active editor's project.
 */
export function registerShowSchemaDifference(reports: Reports): Disposable {
  return commands.registerCommand(clientCommands.showSchemaDifference, (uri?: string) =>
    reports.show({ kind: 'schema', document: uri === undefined ? window.activeTextEditor?.document.uri : Uri.parse(uri) }),
  );
}
