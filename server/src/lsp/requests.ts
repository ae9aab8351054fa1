import { type Connection, MessageType, ShowMessageNotification } from 'vscode-languageserver';
import { serverCommands } from '../protocol';
import type { ClientSupport } from './client-support';
import { type ActionPage, codeActions, documentOf, resolveCodeAction } from './code-actions';
import { codeLenses } from './code-lens';
import { hoverAt } from './hover';
import { migrationActions } from './migration-actions';
import type { MigrationView } from './migration-view';
import type { OpenDocuments } from './open-documents';
import { refusedPlans } from './plan-remedies';
import { refusedRollouts } from './rollouts/rollout-remedies';
import { rulePage } from './rule-pages';
import { schemaActions } from './schema/schema-actions';
import { schemaHoverAt } from './schema/schema-hover';
import type { SchemaView } from './schema/schema-view';
import { readServerSettings } from './settings';

/** The analysis of a document as it is now, by its URI; null where it is something else. */
export interface Views {
  readonly migration: (uri: string) => Promise<MigrationView | null>;
  readonly schema: (uri: string) => Promise<SchemaView | null>;
  readonly documents: Pick<OpenDocuments, 'at'>;
}

/** Answers what editors ask about a document: hover, lenses, actions. */
export function answerFeatureRequests(connection: Connection, client: ClientSupport, views: Views): void {
  connection.onHover(async ({ textDocument, position }) => {
    const view = await views.migration(textDocument.uri);
    if (view !== null) return hoverAt(view, position, client);
    const schema = await views.schema(textDocument.uri);
    return schema === null ? null : schemaHoverAt(schema, position, client);
  });

  connection.onCodeLens(async ({ textDocument }) => {
    const view = await views.migration(textDocument.uri);
    if (view === null) return [];
    const { codeLens } = await readServerSettings(connection, client, textDocument.uri);
    return codeLens.enabled ? [...codeLenses(view, client.commands)] : [];
  });

  connection.onCodeAction(async ({ textDocument, range, context }) => {
    const page = await actionPage(views, textDocument.uri);
    const actions = page === null ? [] : [...codeActions(page, range, context.diagnostics, client)];
    const view = await views.migration(textDocument.uri);
    for (const line of view === null ? [] : refusedPlans(view)) connection.console.info(line);
    for (const line of page === null ? [] : refusedRollouts(page.findings, textDocument.uri)) connection.console.info(line);
    return actions;
  });

  if (client.resolveActions) {
    connection.onCodeActionResolve(async (action) => {
      const uri = documentOf(action);
      if (uri === null) return action;
      const resolved = resolveCodeAction(action, await actionPage(views, uri), client);
      if (resolved.refusal !== null) {
        void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message: resolved.refusal });
      }
      return resolved.action;
    });
  }

  connection.onExecuteCommand(async ({ command, arguments: values }) => {
    const [rule] = values ?? [];
    if (command !== serverCommands.openRulePage || typeof rule !== 'string') return;
    const page = rulePage(rule);
    if (page !== null) await connection.window.showDocument({ uri: page, external: page.startsWith('https:') });
  });
}

async function actionPage(views: Views, uri: string): Promise<ActionPage | null> {
  const view = await views.migration(uri);
  if (view !== null) return migrationActions(view, views.documents);
  const schema = await views.schema(uri);
  return schema === null ? null : schemaActions(schema, views.documents);
}
