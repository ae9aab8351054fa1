import { CodeLensRefreshRequest, type Connection } from 'vscode-languageserver';
import { statusChanged } from '../protocol';
import type { ClientSupport } from './client-support';
import type { OpenDocuments } from './open-documents';
import type { Session } from './session';
import { logLine, statusOf } from './status';
import type { Workspace } from './workspace';

/** What the client is told without having asked: the status, a line for the log, and that lenses are to be asked for again. */
export interface Notices {
  /** An analysis has come through, or projects came or went. */
  readonly updated: () => void;
  /** Something else has changed what lenses say. */
  readonly lensesChanged: () => void;
}

export function createNotices(connection: Connection, client: ClientSupport, workspace: Workspace, documents: OpenDocuments): Notices {
  let lastStatus = '';
  let lastVersions = '';
  const logged = new WeakMap<Session, string>();

  /** Clients ask for the lenses of a document after its own edit; what it means for others, or came from elsewhere, has to be told. */
  function refreshLenses(): void {
    const versions = versionsOf(documents);
    const edited = versions.join() !== lastVersions;
    lastVersions = versions.join();
    if (!client.refreshLenses || (edited && versions.length === 1)) return;
    connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  }

  function tellStatus(): void {
    if (!client.commands) return;
    const status = statusOf(workspace.sessions(), workspace.isBusy());
    const text = JSON.stringify(status);
    if (text === lastStatus) return;
    lastStatus = text;
    void connection.sendNotification(statusChanged, status);
  }

  function log(): void {
    for (const session of workspace.sessions()) {
      const text = logLine(session);
      if (logged.get(session) === text) continue;
      logged.set(session, text);
      connection.console.info(text);
      for (const note of session.analysed()?.snapshot.notes ?? []) connection.console.warn(note);
    }
  }

  return {
    updated: () => {
      refreshLenses();
      tellStatus();
      log();
    },
    lensesChanged: () => {
      lastVersions = versionsOf(documents).join();
      refreshLenses();
    },
  };
}

function versionsOf(documents: OpenDocuments): readonly number[] {
  return [...documents.all().values()].map(({ version }) => version);
}
