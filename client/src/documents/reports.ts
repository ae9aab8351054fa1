import {
  type Disposable,
  DocumentLink,
  EventEmitter,
  languages,
  Range,
  type TextDocument,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import {
  analysisRequest,
  type DocumentParams,
  effectsRequest,
  lintAllRequest,
  matrixRequest,
  type Report,
  type ReportLink,
  schemaDifferenceRequest,
} from '../../../server/src/protocol';
import type { Server } from '../server';
import { showPreview } from './preview';

/** A document that the server writes and that follows what is edited. `document`: undefined where no editor is active. */
export type ReportKind =
  /** `part`: the heading to show first, as a fragment. */
  | { readonly kind: 'effects'; readonly document: Uri | undefined; readonly part?: string }
  | { readonly kind: 'analysis'; readonly document: Uri | undefined }
  /** `document`: any file of the project. */
  | { readonly kind: 'schema'; readonly document: Uri | undefined }
  /** `document`: the folder of the project. */
  | { readonly kind: 'matrix'; readonly document: Uri | undefined }
  | { readonly kind: 'findings' };

export interface Reports extends Disposable {
  /** Opens the report beside the active editor, or says in one sentence why there is none. */
  readonly show: (report: ReportKind) => Promise<void>;
  /** Those of a kind that are open are read again. */
  readonly readAgain: (kind: ReportKind['kind']) => void;
}

const requests = { effects: effectsRequest, analysis: analysisRequest, schema: schemaDifferenceRequest, matrix: matrixRequest } as const;

/** Reports are virtual documents: `lockstep://<kind>/<title>.md?<URI of the document they report on>`. */
const scheme = 'lockstep';

/** Serves reports as virtual documents; those that are open are read again when the analysis has changed. */
export function createReports(server: Server): Reports {
  const changed = new EventEmitter<Uri>();
  const links = new Map<string, readonly ReportLink[]>();

  async function read(report: ReportKind): Promise<Report | undefined> {
    if (report.kind === 'findings') return server.request<Report>(lintAllRequest);
    if (report.document === undefined) return undefined;
    const params: DocumentParams = { uri: report.document.toString() };
    return (await server.request<Report | null>(requests[report.kind], params)) ?? undefined;
  }

  const parts: readonly Disposable[] = [
    changed,
    workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: async (uri) => {
        const report = await read(fromUri(uri));
        links.set(uri.toString(), report?.links ?? []);
        return report?.text ?? 'There is nothing to report on this file any more.\n';
      },
    }),
    languages.registerDocumentLinkProvider(
      { scheme },
      { provideDocumentLinks: (document) => (links.get(document.uri.toString()) ?? []).map((link) => toLink(document, link)) },
    ),
    workspace.onDidCloseTextDocument(({ uri }) => void links.delete(uri.toString())),
    server.onDidChangeState((state) => {
      if (state.kind !== 'running' || state.status.state !== 'ready') return;
      for (const document of workspace.textDocuments) if (document.uri.scheme === scheme) changed.fire(document.uri);
    }),
  ];

  return {
    show: async (report) => {
      const content = await read(report);
      if (content === undefined) return void window.showInformationMessage(reasonForNone(server, report));
      await open(toUri(report, content.title), report);
    },
    readAgain: (kind) => {
      for (const { uri } of workspace.textDocuments) if (uri.scheme === scheme && uri.authority === kind) changed.fire(uri);
    },
    dispose: () => {
      for (const part of parts) part.dispose();
    },
  };
}

async function open(uri: Uri, report: ReportKind): Promise<void> {
  const document = await workspace.openTextDocument(uri);
  switch (report.kind) {
    case 'effects':
      return showPreview(report.part === undefined ? uri : uri.with({ fragment: report.part }));
    case 'schema':
    case 'matrix':
      return showPreview(uri);
    case 'analysis':
      await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preview: true, preserveFocus: true });
      return;
    case 'findings':
      await window.showTextDocument(document, { preview: true });
  }
}

function toLink(document: TextDocument, { start, end, target }: ReportLink): DocumentLink {
  return new DocumentLink(new Range(document.positionAt(start), document.positionAt(end)), Uri.parse(target));
}

function toUri(report: ReportKind, title: string): Uri {
  const extension = { effects: 'md', schema: 'md', matrix: 'md', analysis: 'json', findings: 'txt' }[report.kind];
  const query = report.kind === 'findings' ? '' : (report.document?.toString() ?? '');
  return Uri.from({ scheme, authority: report.kind, path: `/${title}.${extension}`, query });
}

function fromUri({ authority, query }: Uri): ReportKind {
  const document = query === '' ? undefined : Uri.parse(query);
  return authority === 'effects' || authority === 'analysis' || authority === 'schema' || authority === 'matrix'
    ? { kind: authority, document }
    : { kind: 'findings' };
}

function reasonForNone(server: Server, report: ReportKind): string {
  if (server.state().kind !== 'running') return 'Lockstep does not run yet; its status item says why.';
  switch (report.kind) {
    case 'findings':
      return 'Lockstep found no Prisma project here.';
    case 'matrix':
      return 'No environment is set up yet: "Lockstep: Set Up Environments" finds what there is.';
    case 'schema':
      return 'There is no schema difference to show; the status item of a schema says why.';
    case 'effects':
    case 'analysis':
      return 'Open a migration.sql of a Prisma project first.';
  }
}
