import { setMaxListeners } from 'node:events';
import type { Connection } from 'vscode-languageserver';
import type { Environment } from '../../deploy/environments/environment';
import { type OperationEnd, type OperationParams, operationEvent, operationRequest } from '../../protocol';
import { environmentResolver, urlSources } from '../environments/environment-resolver';
import { uriOf } from '../paths';
import type { Workspace } from '../workspace';
import { type Given, refused, type Told } from './given';

interface Parts {
  readonly workspace: Workspace;
  readonly trusted: () => boolean;
}

export interface Operations {
  /** Cancels what runs, and waits for it to say what came of it; no longer than the editor waits for this process. */
  readonly end: () => Promise<void>;
}

/** Milliseconds that a closing editor surely waits. */
const grace = 1500;

/**
 * Answers what takes a while: one request for all of it, each with its events, its cancellation and its end. What carries it out is a
 * bundle of its own, which is loaded when it is asked for the first time.
 */
export function answerOperations(connection: Connection, { workspace, trusted }: Parts): Operations {
  const running = new Map<AbortController, Promise<unknown>>();
  const resolved = environmentResolver(connection, trusted);

  async function given(params: OperationParams, abort: AbortSignal): Promise<Given | OperationEnd> {
    if (!trusted()) return refused('In an untrusted workspace nothing is connected and no program is started. Trust the workspace first.');
    await workspace.settled();
    const project = workspace.sessions().find((session) => uriOf(session.project.root) === params.root)?.project;
    if (project === undefined) return refused('Lockstep found no Prisma project here.');
    const settings = project.settings.environments.find(({ name }) => name === params.environment);
    if (settings === undefined && params.environment !== null) {
      return refused(`There is no environment ${params.environment} any more. lockstep.json names those that there are.`);
    }
    const environment = settings === undefined ? null : await resolved(settings, project);
    const redact = redactOf(environment);
    const onEvent = (told: Told): void => {
      void connection.sendNotification(operationEvent, { ...told, token: params.token, text: redact(told.text) });
    };
    return { project, environment, sources: urlSources(connection, project), onEvent, abort };
  }

  async function run(params: OperationParams, abort: AbortSignal): Promise<OperationEnd> {
    const found = await given(params, abort);
    if ('state' in found) return found;
    const redact = redactOf(found.environment);
    try {
      return withoutSecrets(await operations().carryOut(params.operation, found), redact);
    } catch (error) {
      connection.console.error(redact(error instanceof Error ? (error.stack ?? error.message) : String(error)));
      return { state: 'failed', words: `Lockstep met something unexpected: ${redact(String(error))}`, document: null };
    }
  }

  connection.onRequest(operationRequest, async (params: OperationParams, cancelled): Promise<OperationEnd> => {
    const abort = new AbortController();
    // Each gate listens.
    setMaxListeners(0, abort.signal);
    cancelled.onCancellationRequested(() => abort.abort());
    const end = run(params, abort.signal).finally(() => running.delete(abort));
    running.set(abort, end);
    return end;
  });

  return {
    end: async () => {
      for (const abort of running.keys()) abort.abort();
      const patience = new Promise((resolve) => setTimeout(resolve, grace).unref());
      await Promise.race([Promise.all(running.values()), patience]);
    },
  };
}

/** With `require`, which runs from the sources as well as from the bundles. */
function operations(): typeof import('./operations') {
  return require('./operations');
}

function redactOf(environment: Environment | null): (text: string) => string {
  return environment?.connection.ok ? environment.connection.redact : (text) => text;
}

/** Operations leave secrets out themselves; this is the one place that everything passes on its way to the editor. */
function withoutSecrets<Value>(value: Value, redact: (text: string) => string): Value {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) => (typeof part === 'string' ? redact(part) : part));
}
