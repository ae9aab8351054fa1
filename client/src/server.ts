import { type CancellationToken, type Disposable, EventEmitter, type ExtensionContext, type LogOutputChannel, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type BackfillChange,
  backfillChanged,
  type OperationEvent,
  operationEvent,
  type SecretParams,
  type Status,
  secretRequest,
  statusChanged,
  trustGranted,
} from '../../server/src/protocol';
import type { Secrets } from './environments/secrets';

/** What is known of the server right now. */
export type ServerState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly version: string; readonly status: Status }
  /** It ended too often, or never started. */
  | { readonly kind: 'failed'; readonly reason: string };

/** The language server as the rest of the client sees it. */
export interface Server extends Disposable {
  readonly state: () => ServerState;
  readonly onDidChangeState: (listener: (state: ServerState) => void) => Disposable;
  /** Never rejects: a failure is a state. */
  readonly start: () => Promise<void>;
  readonly restart: () => Promise<void>;
  /** Tells the server something that it does not answer; nothing while it does not run. */
  readonly notify: (method: string, params: object) => void;
  /** How a backfill goes on that the server has started. */
  readonly onDidChangeBackfill: (listener: (change: BackfillChange) => void) => Disposable;
  /** How an operation goes on that was requested. */
  readonly onDidTellOfOperation: (listener: (event: OperationEvent) => void) => Disposable;
  /** The server's answer; undefined while it does not run. */
  readonly request: <Result>(method: string, params?: object, cancelled?: CancellationToken) => Promise<Result | undefined>;
  readonly trustGranted: () => void;
  /** Resolves with the next state that is settled: every project analysed, or failed. */
  readonly whenReady: () => Promise<void>;
  /** Resolves when the server has ended, and told what it had begun to end. */
  readonly stop: () => Promise<void>;
}

export function createServer(context: ExtensionContext, output: LogOutputChannel, secrets: Secrets): Server {
  const changed = new EventEmitter<ServerState>();
  const backfills = new EventEmitter<BackfillChange>();
  const operations = new EventEmitter<OperationEvent>();
  let state: ServerState = { kind: 'starting' };
  let client: LanguageClient | undefined;
  // Starts and stops run one after the other, however often the command is used.
  let queue = Promise.resolve();

  function change(next: ServerState): void {
    state = next;
    changed.fire(next);
  }

  function fail(reason: string): void {
    output.error(reason);
    change({ kind: 'failed', reason });
  }

  async function startClient(): Promise<void> {
    change({ kind: 'starting' });
    try {
      // Loading the library takes longer than all the rest of the activation.
      const { createLanguageClient } = await import('./language-client');
      const starting = createLanguageClient({ context, output, trusted: workspace.isTrusted, onGivenUp: fail });
      client = starting;
      starting.onNotification(statusChanged, (status: Status) => {
        change({ kind: 'running', version: starting.initializeResult?.serverInfo?.version ?? '', status });
      });
      starting.onRequest(secretRequest, (params: SecretParams) => secrets.answer(params));
      starting.onNotification(backfillChanged, (change: BackfillChange) => backfills.fire(change));
      starting.onNotification(operationEvent, (event: OperationEvent) => operations.fire(event));
      await starting.start();
    } catch (error) {
      fail(`The language server did not start: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async function stopClient(): Promise<void> {
    const stopping = client;
    client = undefined;
    await stopping?.dispose().catch((error: unknown) => output.warn(`Stopping the language server: ${String(error)}`));
  }

  function enqueue(...steps: readonly (() => Promise<void>)[]): Promise<void> {
    for (const step of steps) queue = queue.then(step);
    return queue;
  }

  return {
    state: () => state,
    onDidChangeState: changed.event,
    start: () => enqueue(startClient),
    restart: () => enqueue(stopClient, startClient),
    request: async (method, params, cancelled) => {
      await queue;
      return client?.isRunning() ? client.sendRequest(method, params, cancelled) : undefined;
    },
    notify: (method, params) => {
      void queue.then(() => client?.sendNotification(method, params));
    },
    onDidChangeBackfill: backfills.event,
    onDidTellOfOperation: operations.event,
    trustGranted: () => {
      void queue.then(() => client?.sendNotification(trustGranted));
    },
    whenReady: () =>
      new Promise((resolve) => {
        if (isSettled(state)) return resolve();
        const listening = changed.event((next) => {
          if (!isSettled(next)) return;
          listening.dispose();
          resolve();
        });
      }),
    stop: () => enqueue(stopClient),
    dispose: () => {
      changed.dispose();
      backfills.dispose();
      operations.dispose();
      void enqueue(stopClient);
    },
  };
}

function isSettled(state: ServerState): boolean {
  return state.kind === 'failed' || (state.kind === 'running' && state.status.state === 'ready');
}
