import { type Disposable, EventEmitter, type Memento, window } from 'vscode';
import {
  type EnvironmentParams,
  type EnvironmentState,
  environmentStateRequest,
  environmentsRequest,
  type ProjectEnvironments,
  type ShownEnvironment,
} from '../../../server/src/protocol';
import { reloadOnChange } from '../reload-on-change';
import type { Server } from '../server';

/** What is known of the database of an environment. Nothing is asked before somebody wants to know. */
export type Asked =
  | { readonly kind: 'not-asked' }
  /** `last`: what it said before. */
  | { readonly kind: 'asking'; readonly last: EnvironmentState | null }
  | { readonly kind: 'told'; readonly state: EnvironmentState };

/** An environment, and the project that it belongs to. */
export interface ProjectEnvironment {
  readonly project: ProjectEnvironments;
  readonly environment: ShownEnvironment;
}

/** The environments of all projects, and what their databases have said. */
export interface Environments extends Disposable {
  readonly projects: () => readonly ProjectEnvironments[];
  readonly all: () => readonly ProjectEnvironment[];
  /** Without an argument, everything may have changed. */
  readonly onDidChange: (listener: (environment: EnvironmentParams | undefined) => void) => Disposable;
  /** Reads what there is, and connects to nothing. */
  readonly load: () => Promise<void>;
  readonly asked: (environment: EnvironmentParams) => Asked;
  /** Asks a database, once at a time. */
  readonly ask: (environment: EnvironmentParams) => Promise<void>;
  /** Somebody looks: what was asked before is asked again, if that was a while ago. */
  readonly look: () => void;
  readonly current: () => ProjectEnvironment | undefined;
  readonly choose: (environment: EnvironmentParams) => Thenable<void>;
}

const currentKey = 'lockstep.environment';

/** What was told is asked again when the window is looked at again, but not more often than this, in milliseconds. */
const freshness = 30_000;

export function createEnvironments(server: Server, memory: Memento): Environments {
  const changed = new EventEmitter<EnvironmentParams | undefined>();
  const asked = new Map<string, Asked>();
  const running = new Map<string, Promise<void>>();
  let projects: readonly ProjectEnvironments[] = [];
  let isLoaded = false;
  let lastAsked = 0;

  async function load(): Promise<void> {
    const found = await server.request<readonly ProjectEnvironments[]>(environmentsRequest);
    if (found === undefined || (isLoaded && JSON.stringify(found) === JSON.stringify(projects))) return;
    projects = found;
    isLoaded = true;
    const known = new Set(all().map((one) => keyOf(paramsOf(one))));
    for (const key of asked.keys()) if (!known.has(key)) asked.delete(key);
    changed.fire(undefined);
  }

  function all(): readonly ProjectEnvironment[] {
    return projects.flatMap((project) => project.environments.map((environment) => ({ project, environment })));
  }

  function ask(environment: EnvironmentParams): Promise<void> {
    const key = keyOf(environment);
    const asking = running.get(key) ?? askNow(environment, key).finally(() => running.delete(key));
    running.set(key, asking);
    return asking;
  }

  async function askNow(environment: EnvironmentParams, key: string): Promise<void> {
    lastAsked = Date.now();
    const before = asked.get(key);
    const last = before?.kind === 'told' ? before.state : before?.kind === 'asking' ? before.last : null;
    asked.set(key, { kind: 'asking', last });
    changed.fire(environment);
    const state = await server.request<EnvironmentState | null>(environmentStateRequest, environment).catch(() => null);
    asked.set(key, state == null ? { kind: 'not-asked' } : { kind: 'told', state });
    changed.fire(environment);
  }

  function look(): void {
    if (asked.size > 0 && Date.now() - lastAsked > freshness) void refresh();
  }

  async function refresh(): Promise<void> {
    await load();
    await Promise.all(
      all()
        .map(paramsOf)
        .filter((environment) => asked.has(keyOf(environment)))
        .map(ask),
    );
  }

  const parts: readonly Disposable[] = [
    changed,
    ...reloadOnChange('**/{lockstep.json,.env,.env.*}', server, () => void load()),
    window.onDidChangeWindowState(({ focused }) => {
      if (focused) look();
    }),
  ];

  return {
    projects: () => projects,
    all,
    onDidChange: changed.event,
    load,
    asked: (environment) => asked.get(keyOf(environment)) ?? { kind: 'not-asked' },
    ask,
    look,
    current: () => {
      const chosen = memory.get<EnvironmentParams>(currentKey);
      return all().find((one) => chosen !== undefined && keyOf(paramsOf(one)) === keyOf(chosen));
    },
    choose: async (environment) => {
      await memory.update(currentKey, environment);
      changed.fire(environment);
    },
    dispose: () => {
      for (const part of parts) part.dispose();
    },
  };
}

export function paramsOf({ project, environment }: ProjectEnvironment): EnvironmentParams {
  return { root: project.root, environment: environment.name };
}

function keyOf({ root, environment }: EnvironmentParams): string {
  return `${root}\0${environment}`;
}
