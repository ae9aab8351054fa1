import {
  type Connection,
  type Diagnostic,
  DocumentDiagnosticReportKind,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { ClientSupport } from './client-support';
import type { DiagnosticsStore } from './diagnostics-store';
import type { OpenDocuments } from './open-documents';
import { pathOf, uriOf } from './paths';

export interface DiagnosticsParts {
  readonly connection: Connection;
  readonly client: ClientSupport;
  readonly store: DiagnosticsStore;
  readonly documents: OpenDocuments;
  /** Resolves when the file's project is analysed as it is now. */
  readonly settled: (path?: string) => Promise<void>;
}

/** What has to be told of an analysis that has come through. */
export interface Delivery {
  readonly analysed: () => void;
  /** A document was closed. */
  readonly closed: () => void;
}

/** Delivers what the store holds: asked for where the client can, published otherwise. */
export function deliverDiagnostics(parts: DiagnosticsParts): Delivery {
  if (!parts.client.pull) return publisher(parts);
  answerDocumentPulls(parts);
  return { analysed: () => undefined, closed: answerWorkspacePulls(parts) };
}

/** Publishes every list that has changed, and for open documents also that a new version has the same one. */
function publisher({ connection, store, documents }: DiagnosticsParts): Delivery {
  const told = new Map<string, string>();

  function tell(path: string): void {
    const document = documents.at(path);
    const { id, items } = store.get(path);
    const now = `${id} ${document?.version}`;
    if (told.get(path) === now) return;
    told.set(path, now);
    const version = document === undefined ? {} : { version: document.version };
    void connection.sendDiagnostics({ uri: document?.uri ?? uriOf(path), ...version, diagnostics: [...items] });
  }

  store.onChange((paths) => {
    for (const path of paths) tell(path);
  });
  return {
    analysed: () => {
      for (const path of documents.all().keys()) tell(path);
    },
    closed: () => undefined,
  };
}

function answerDocumentPulls({ connection, client, store, documents, settled }: DiagnosticsParts): void {
  /** What each open document was last told. */
  const told = new Map<string, string>();

  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }) => {
    const path = pathOf(textDocument.uri);
    if (path === null) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
    await settled(path);
    const { id, items } = store.get(path);
    told.set(path, id);
    if (previousResultId === id) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: id };
    return { kind: DocumentDiagnosticReportKind.Full, resultId: id, items: [...items] };
  });

  if (!client.refreshDiagnostics) return;
  /** The connection may have ended meanwhile, which is thrown at once and not rejected with. */
  const refresh = async (): Promise<void> => {
    await connection.languages.diagnostics.refresh();
  };
  store.onChange((paths) => {
    // An edit is followed by the client's own question; a change that came from elsewhere has to be told.
    setImmediate(() => {
      const stale = paths.some((path) => documents.at(path) !== undefined && told.get(path) !== store.get(path).id);
      if (stale) refresh().catch(() => undefined);
    });
  });
}

/**
 * The question about all files stays open and every change is sent as a part of its answer, as the protocol provides for; a
 * client that cannot take parts gets an answer when something has changed.
 *
 * A change of an open document ends the answer, and so does what is returned, for a document that closes: clients ignore what
 * they are told here of a document that shows, and may hide it before they ask for its last version. When they put the question
 * again they say what they know.
 */
function answerWorkspacePulls({ connection, store, documents, settled }: DiagnosticsParts): () => void {
  const open = new Set<() => void>();

  connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token, _work, partial) => {
    await settled();
    const known = new Map(previousResultIds.map(({ uri, value }) => [pathOf(uri) ?? uri, value]));
    const news = (paths: Iterable<string>): WorkspaceDocumentDiagnosticReport[] => {
      const reports = [...paths].filter((path) => (known.get(path) ?? '0') !== store.get(path).id).map((path) => fullReport(path, store));
      for (const report of reports) known.set(pathOf(report.uri) ?? report.uri, report.resultId ?? '');
      return reports;
    };
    // Files of an earlier session of this client that have no diagnostics any more are cleared too.
    const first = news(new Set([...store.paths(), ...known.keys()]));
    if (partial === undefined && first.length > 0) return { items: first };
    if (first.length > 0) partial?.report({ items: first });
    return new Promise((resolve) => {
      const end = (items: WorkspaceDocumentDiagnosticReport[] = []): void => {
        stop();
        open.delete(end);
        resolve({ items });
      };
      const stop = store.onChange((paths) => {
        const items = news(paths);
        if (items.length === 0) return;
        if (partial === undefined) return end(items);
        partial.report({ items });
        if (paths.some((path) => documents.at(path) !== undefined)) end();
      });
      open.add(end);
      token.onCancellationRequested(() => end());
    });
  });

  return () => {
    for (const end of [...open]) end();
  };
}

function fullReport(path: string, store: DiagnosticsStore): WorkspaceDocumentDiagnosticReport & { readonly items: Diagnostic[] } {
  const { id, items } = store.get(path);
  return { kind: DocumentDiagnosticReportKind.Full, uri: uriOf(path), version: null, resultId: id, items: [...items] };
}
