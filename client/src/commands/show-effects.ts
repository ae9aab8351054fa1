import { commands, type Disposable, Uri, window } from 'vscode';
import { clientCommands } from '../../../server/src/protocol';
import type { Reports } from '../documents/reports';

/** Shows what each statement of a migration does, beside it. Without an argument: of the active editor. */
export function registerShowEffects(reports: Reports): Disposable {
  return commands.registerCommand(clientCommands.showEffects, (uri?: string | Uri, part?: string) => {
    const document = uri === undefined ? window.activeTextEditor?.document.uri : typeof uri === 'string' ? Uri.parse(uri) : uri;
    return reports.show({ kind: 'effects', document, ...(typeof part === 'string' ? { part } : {}) });
  });
}
