import { type Connection, DidChangeConfigurationNotification } from 'vscode-languageserver';
import { createEngine } from '../project/prisma-engine/engine';
import { trustGranted } from '../protocol';
import { answerBackfills } from './backfill/backfill-requests';
import { initializeResult } from './capabilities';
import { type ClientSupport, clientSupport, optionOf } from './client-support';
import { answerOperations } from './deploy/operation-requests';
import { deliverDiagnostics } from './diagnostics';
import { createDiagnosticsStore } from './diagnostics-store';
import { followDisk } from './disk-changes';
import { answerEnvironmentRequests } from './environments/environment-requests';
import { initialFolders, withSettings } from './folders';
import { createNotices } from './notices';
import { followDocuments } from './open-documents';
import { pathOf } from './paths';
import { projectDiagnostics } from './project-diagnostics';
import { answerReportRequests } from './reports/requests';
import { answerFeatureRequests, type Views } from './requests';
import { answerRevert } from './revert/revert-request';
import { answerRolloutRequests } from './rollouts/rollout-requests';
import { answerRunConfig } from './run-config';
import { atOnce, type Delay, onEdit, whenQuiet } from './scheduler';
import { answerCreateMigrations } from './schema/create-request';
import { answerValueRequests } from './values/value-requests';
import { createWorkspace } from './workspace';

/** What a server tells the process that it runs in. */
export interface Pace {
  /** With every edit, before it is analysed. */
  readonly edited: () => void;
  /** With every analysis that has come through. */
  readonly analysed: () => void;
}

const unheeded: Pace = { edited: () => undefined, analysed: () => undefined };

/** Serves one client until the connection ends. */
export function serve(connection: Connection, pace: Pace = unheeded): void {
  connection.onInitialize((params) => {
    const client = clientSupport(params);
    const trusted = optionOf(params.initializationOptions, 'trusted') !== false;
    start(connection, client, initialFolders(params), trusted, pace);
    return initializeResult(client);
  });
  connection.listen();
}

function start(connection: Connection, client: ClientSupport, initial: readonly string[], trustedAtStart: boolean, pace: Pace): void {
  let folders = initial;
  let trusted = trustedAtStart;
  const store = createDiagnosticsStore();
  const initialized = new Promise<void>((resolve) => void connection.onInitialized(() => resolve()));

  const documents = followDocuments(connection, {
    opened: async (path) => {
      await workspace.adopt(path);
      textChanged(path, atOnce);
    },
    edited: (path) => {
      pace.edited();
      textChanged(path, onEdit);
    },
    saved: (path) => {
      if (!client.watchFiles) disk.changed([path]);
    },
    closed: (path) => {
      const session = workspace.sessionOf(path);
      // What was not saved is gone; what counts now is on the disk.
      session?.filesChanged();
      if (session !== undefined) workspace.request(session, atOnce);
      delivery.closed();
    },
  });

  const workspace = createWorkspace({
    folders: initialized.then(() => withSettings(connection, client, folders)),
    documents,
    trusted: () => trusted,
    relates: client.relatedInformation,
    onUpdate: (session) => {
      if (session === null) void disk.watch().catch(logError);
      else store.update(session, projectDiagnostics(session, client));
      delivery.analysed();
      notices.updated();
      pace.analysed();
    },
    onRemove: (session) => store.update(session, new Map()),
    onError: logError,
  });

  const notices = createNotices(connection, client, workspace, documents);
  const reload = async (): Promise<void> => workspace.load(await withSettings(connection, client, folders));
  const disk = followDisk({ connection, client, workspace, documents, folders: () => folders, reload });
  const views: Views = { migration: ofUri(workspace.view), schema: ofUri(workspace.schemaView), documents };
  const delivery = deliverDiagnostics({ connection, client, store, documents, settled: workspace.settled });
  answerFeatureRequests(connection, client, views);
  answerRunConfig(connection, { workspace, trusted: () => trusted, reload });
  // Its thread starts where something is written from a schema, and ends when nobody needs it any more.
  const engine = createEngine();
  answerCreateMigrations(connection, workspace, engine);
  answerRevert(connection, workspace, documents, engine);
  answerValueRequests(connection, workspace, views, engine);
  answerEnvironmentRequests(connection, {
    workspace,
    trusted: () => trusted,
    sizesChanged: (session) => {
      session.sizesChanged();
      store.update(session, projectDiagnostics(session, client));
      delivery.analysed();
      notices.lensesChanged();
    },
    seenChanged: () => {
      // Another server makes another session; other migrations make another snapshot.
      for (const session of workspace.sessions()) {
        session.filesChanged();
        workspace.request(session, whenQuiet);
      }
      void reload();
    },
  });
  const operations = answerOperations(connection, { workspace, trusted: () => trusted });
  answerBackfills(connection, { workspace, trusted: () => trusted });
  answerRolloutRequests(connection, { workspace, documents, engine, trusted: () => trusted });
  answerReportRequests(connection, workspace, views, client.commands);

  function textChanged(path: string, delay: Delay): void {
    const session = workspace.sessionOf(path);
    const text = documents.at(path)?.getText();
    if (session === undefined || text === undefined) return;
    session.edited(path, text);
    workspace.request(session, delay);
  }

  function logError(error: unknown): void {
    // An analysis that a newer one has replaced ends with its signal's reason.
    if (error instanceof Error && error.name === 'AbortError') return;
    connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  connection.onNotification(trustGranted, () => {
    trusted = true;
    for (const session of workspace.sessions()) {
      session.repositoryChanged();
      workspace.request(session, atOnce);
    }
  });

  void initialized.then(() => {
    if (client.configurationChanges) void connection.client.register(DidChangeConfigurationNotification.type, { section: 'lockstep' });
    connection.onDidChangeConfiguration(() => {
      notices.lensesChanged();
      void reload();
    });
    if (!client.workspaceFolders) return;
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(removed.map(({ uri }) => pathOf(uri)));
      folders = [...folders.filter((path) => !gone.has(path)), ...added.flatMap(({ uri }) => pathOf(uri) ?? [])];
      void reload();
    });
  });
  connection.onShutdown(async () => {
    await operations.end();
    workspace.dispose();
    await engine.close();
  });
}

/** What is known by path, asked by URI; null for a document that is no file. */
function ofUri<View>(ofPath: (path: string) => Promise<View | null>): (uri: string) => Promise<View | null> {
  return async (uri) => {
    const path = pathOf(uri);
    return path === null ? null : ofPath(path);
  };
}
