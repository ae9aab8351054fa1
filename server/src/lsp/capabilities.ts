import { CodeActionKind, type InitializeResult, TextDocumentSyncKind } from 'vscode-languageserver';
import manifest from '../../../package.json';
import { serverCommands } from '../protocol';
import type { ClientSupport } from './client-support';

/** Version of this build, as in package.json. */
export const engineVersion: string = manifest.version;

/** What this server offers to a client. */
export function initializeResult(client: ClientSupport): InitializeResult {
  return {
    serverInfo: { name: 'Lockstep', version: engineVersion },
    capabilities: {
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
      hoverProvider: true,
      codeLensProvider: { resolveProvider: false },
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix], resolveProvider: client.resolveActions },
      ...(client.pull ? { diagnosticProvider: { identifier: 'lockstep', interFileDependencies: true, workspaceDiagnostics: true } } : {}),
      ...(client.commands ? {} : { executeCommandProvider: { commands: Object.values(serverCommands) } }),
      ...(client.workspaceFolders ? { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } } : {}),
    },
  };
}
