import type { Connection } from 'vscode-languageserver';
import { serverCommands } from '../protocol';
import type { ClientSupport } from './client-support';
import { codeActions, documentOf, resolveCodeAction } from './code-actions';
import { codeLenses } from './code-lens';
import { hoverAt } from './hover';
import type { MigrationView } from './migration-view';
import { rulePage } from './rule-pages';
import { readServerSettings } from './settings';

/** The analysis of a document as it is now; null where it is no migration. */
export type ViewOf = (uri: string) => Promise<MigrationView | null>;

/** Answers what editors ask about a document: hover, lenses, actions. */
export function answerFeatureRequests(connection: Connection, client: ClientSupport, viewOf: ViewOf): void {
  connection.onHover(async ({ textDocument, position }) => {
    const view = await viewOf(textDocument.uri);
    return view === null ? null : hoverAt(view, position, client);
  });

  connection.onCodeLens(async ({ textDocument }) => {
    const view = await viewOf(textDocument.uri);
    if (view === null) return [];
    const { codeLens } = await readServerSettings(connection, client, textDocument.uri);
    return codeLens.enabled ? [...codeLenses(view, client.commands)] : [];
  });

  connection.onCodeAction(async ({ textDocument, range, context }) => {
    const view = await viewOf(textDocument.uri);
    return view === null ? [] : [...codeActions(view, range, context.diagnostics, client)];
  });

  if (client.resolveActions) {
    connection.onCodeActionResolve(async (action) => {
      const uri = documentOf(action);
      const view = uri === null ? null : await viewOf(uri);
      return resolveCodeAction(action, view ?? undefined, client);
    });
  }

  connection.onExecuteCommand(async ({ command, arguments: values }) => {
    const [rule] = values ?? [];
    if (command !== serverCommands.openRulePage || typeof rule !== 'string') return;
    const page = rulePage(rule);
    if (page !== null) await connection.window.showDocument({ uri: page, external: page.startsWith('https:') });
  });
}
