import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  type CodeAction,
  CodeActionRequest,
  CodeActionResolveRequest,
  type CodeLens,
  CodeLensRequest,
  ConfigurationRequest,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  DiagnosticRefreshRequest,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type DocumentDiagnosticReport,
  DocumentDiagnosticRequest,
  type FileChangeType,
  type Hover,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type Range,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
  UnregistrationRequest,
} from 'vscode-languageserver/node';
import { serve } from '../../server/src/lsp/server';
import { type InitializationOptions, type Status, statusChanged } from '../../server/src/protocol';

export interface TestClientOptions {
  readonly folders: readonly string[];
  readonly capabilities?: ClientCapabilities;
  readonly options?: InitializationOptions;
  /** What the client answers when the server asks for the section `lockstep`. */
  readonly settings?: object;
}

/** What VS Code can do, as far as the server looks at it. */
export const fullCapabilities: ClientCapabilities = {
  textDocument: {
    diagnostic: { dynamicRegistration: true },
    codeAction: { resolveSupport: { properties: ['edit'] }, dataSupport: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
  },
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    didChangeConfiguration: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    codeLens: { refreshSupport: true },
    workspaceEdit: { documentChanges: true, resourceOperations: ['create'] },
  },
};

/** What an old client can do: diagnostics are published, edits computed at once. */
export const plainCapabilities: ClientCapabilities = {};

/** A client over in-memory streams; the server runs in this process. */
export interface TestClient {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  readonly open: (path: string, text: string, version?: number) => Promise<void>;
  readonly change: (path: string, version: number, ...changes: readonly TextDocumentContentChangeEvent[]) => Promise<void>;
  readonly close: (path: string) => Promise<void>;
  readonly pull: (path: string, previousResultId?: string) => Promise<DocumentDiagnosticReport>;
  /** Diagnostics as the server reports them for a pull. */
  readonly diagnostics: (path: string) => Promise<readonly Diagnostic[]>;
  /** The next published list of this file that satisfies the condition, a list that came already included. */
  readonly published: (path: string, condition: (items: readonly Diagnostic[]) => boolean) => Promise<readonly Diagnostic[]>;
  readonly hover: (path: string, position: Position) => Promise<Hover | null>;
  readonly lenses: (path: string) => Promise<readonly CodeLens[]>;
  readonly actions: (path: string, range: Range, diagnostics?: readonly Diagnostic[]) => Promise<readonly CodeAction[]>;
  readonly resolve: (action: CodeAction) => Promise<CodeAction>;
  readonly watched: (...changes: readonly { readonly path: string; readonly type: FileChangeType }[]) => Promise<void>;
  /** The next status that satisfies the condition, the last one included. */
  readonly status: (condition: (status: Status) => boolean) => Promise<Status>;
  /** Glob patterns that the server has asked to watch. */
  readonly watchedPatterns: () => readonly string[];
  readonly refreshes: () => number;
  /** What the server has asked the settings of. */
  readonly settingsAsked: () => readonly string[];
  readonly dispose: () => Promise<void>;
}

export async function startClient({
  folders,
  capabilities = fullCapabilities,
  options,
  settings = {},
}: TestClientOptions): Promise<TestClient> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  serve(createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient)));
  const connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));

  const lists = observed<readonly Diagnostic[]>();
  const statuses = observed<Status>();
  let patterns: readonly string[] = [];
  let refreshes = 0;
  const asked: string[] = [];
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => lists.set(uri, diagnostics));
  connection.onNotification(statusChanged, (status: Status) => statuses.set('', status));
  connection.onRequest(ConfigurationRequest.type, ({ items }) => {
    asked.push(...items.flatMap(({ scopeUri }) => scopeUri ?? []));
    return items.map(() => settings);
  });
  connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
    for (const { registerOptions } of registrations) patterns = [...patterns, ...patternsOf(registerOptions)];
  });
  connection.onRequest(UnregistrationRequest.type, () => undefined);
  connection.onRequest(DiagnosticRefreshRequest.type, () => {
    refreshes++;
  });
  connection.listen();

  const initialized = await connection.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: null,
    capabilities,
    workspaceFolders: folders.map((folder) => ({ uri: uri(folder), name: folder })),
    initializationOptions: options,
  });
  await connection.sendNotification(InitializedNotification.type, {});

  const pull = (path: string, previousResultId?: string): Promise<DocumentDiagnosticReport> =>
    connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri: uri(path) },
      ...(previousResultId === undefined ? {} : { previousResultId }),
    });

  return {
    connection,
    initialized,
    open: (path, text, version = 1) =>
      connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri: uri(path), languageId: 'sql', version, text },
      }),
    change: (path, version, ...changes) =>
      connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri: uri(path), version },
        contentChanges: [...changes],
      }),
    close: (path) => connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri: uri(path) } }),
    pull,
    diagnostics: async (path) => {
      const report = await pull(path);
      return report.kind === 'full' ? report.items : [];
    },
    published: (path, condition) => lists.next(uri(path), condition),
    hover: (path, position) => connection.sendRequest(HoverRequest.type, { textDocument: { uri: uri(path) }, position }),
    lenses: async (path) => (await connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: uri(path) } })) ?? [],
    actions: async (path, range, diagnostics = []) => {
      const context = { diagnostics: [...diagnostics] };
      const answer = await connection.sendRequest(CodeActionRequest.type, { textDocument: { uri: uri(path) }, range, context });
      return (answer ?? []).filter((action): action is CodeAction => !('arguments' in action));
    },
    resolve: (action) => connection.sendRequest(CodeActionResolveRequest.type, action),
    watched: (...changes) =>
      connection.sendNotification(DidChangeWatchedFilesNotification.type, {
        changes: changes.map(({ path, type }) => ({ uri: uri(path), type })),
      }),
    status: (condition) => statuses.next('', condition),
    watchedPatterns: () => patterns,
    refreshes: () => refreshes,
    settingsAsked: () => asked,
    dispose: async () => {
      await connection.sendRequest(ShutdownRequest.type);
      connection.end();
      connection.dispose();
      toServer.destroy();
      toClient.destroy();
    },
  };
}

export function uri(path: string): string {
  return pathToFileURL(path).href;
}

export function messageOf({ message }: Diagnostic): string {
  return typeof message === 'string' ? message : message.value;
}

/** Rule and position of each diagnostic, for comparing: `column-dropped 0:0`. */
export function placed(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code, range: { start } }) => `${code} ${start.line}:${start.character}`);
}

interface Observed<Value> {
  readonly set: (key: string, value: Value) => void;
  readonly next: (key: string, condition: (value: Value) => boolean) => Promise<Value>;
}

/** Latest values by key, and a way to wait for the next one that fits. */
function observed<Value>(): Observed<Value> {
  const latest = new Map<string, Value>();
  const waiting = new Set<{ readonly key: string; readonly try: (value: Value) => boolean }>();
  return {
    set: (key, value) => {
      latest.set(key, value);
      for (const wait of [...waiting]) if (wait.key === key && wait.try(value)) waiting.delete(wait);
    },
    next: (key, condition) =>
      new Promise((resolve) => {
        const value = latest.get(key);
        if (value !== undefined && condition(value)) return resolve(value);
        const attempt = (candidate: Value): boolean => {
          if (!condition(candidate)) return false;
          resolve(candidate);
          return true;
        };
        waiting.add({ key, try: attempt });
      }),
  };
}

function patternsOf(options: unknown): readonly string[] {
  if (typeof options !== 'object' || options === null || !('watchers' in options) || !Array.isArray(options.watchers)) return [];
  return options.watchers.map(({ globPattern }) =>
    typeof globPattern === 'string' ? globPattern : `${globPattern.baseUri} ${globPattern.pattern}`,
  );
}
