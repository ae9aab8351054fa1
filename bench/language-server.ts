import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createMessageConnection, type MessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { surroundings } from './process';

/** A language server as a child process, driven over stdio as an editor would. */
export interface LanguageServer {
  readonly connection: MessageConnection;
  readonly child: ChildProcess;
  /** Resolves when diagnostics for the document arrive that are for this version, or carry none. */
  diagnostics(uri: string, version: number | null): Promise<number>;
  /** Asks for the document's diagnostics; resolves with their number. Only for a server that was started with `pull`. */
  pull(uri: string): Promise<number>;
  /** Resident memory in MB; NaN where the platform does not tell. */
  memory(): number;
  stop(): Promise<void>;
}

interface PublishedDiagnostics {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly unknown[];
}

interface PulledDiagnostics {
  readonly items: readonly unknown[];
}

export interface ServerOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Diagnostics are asked for. */
  readonly pull?: boolean;
  /** Actions may create files and ask for values, and their edits are computed when one is chosen: as in our own editor. */
  readonly actions?: boolean;
}

export async function startLanguageServer(
  command: string,
  args: readonly string[],
  rootUri: string,
  { env = {}, pull = false, actions = false }: ServerOptions = {},
): Promise<LanguageServer> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], env: { ...surroundings, ...env } });
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const waiting = new Set<{ uri: string; version: number | null; resolve: (count: number) => void }>();
  connection.onNotification('textDocument/publishDiagnostics', (published: PublishedDiagnostics) => {
    for (const wait of waiting) {
      const current = wait.version === null || published.version === undefined || published.version >= wait.version;
      if (wait.uri !== published.uri || !current) continue;
      waiting.delete(wait);
      wait.resolve(published.diagnostics.length);
    }
  });
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('workspace/configuration', (asked: { items: readonly unknown[] }) => asked.items.map(() => null));
  connection.onUnhandledNotification(() => {});
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri,
    workspaceFolders: [{ uri: rootUri, name: 'bench' }],
    capabilities: {
      textDocument: { publishDiagnostics: { versionSupport: true }, synchronization: {}, ...(pull ? { diagnostic: {} } : {}) },
      workspace: { workspaceFolders: true },
      ...(actions && actionCapabilities),
    },
    ...(actions && { initializationOptions: { commands: true } }),
  });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    child,
    diagnostics: (uri, version) => new Promise((resolve) => waiting.add({ uri, version, resolve })),
    pull: async (uri) => {
      const report: PulledDiagnostics = await connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
      return report.items.length;
    },
    memory: () => residentMemory(child.pid),
    stop: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      connection.dispose();
      child.kill('SIGKILL');
      await gone;
    },
  };
}

const actionCapabilities = {
  textDocument: { diagnostic: {}, codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } } },
  workspace: {
    workspaceFolders: true,
    workspaceEdit: { documentChanges: true, resourceOperations: ['create'], changeAnnotationSupport: {} },
  },
};

function residentMemory(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
