import { basename, sep } from 'node:path';
import { cacheDirectoryFor } from '../project/cache-location';
import { discoverProjects, projectOf } from '../project/discover';
import type { Project } from '../project/project';
import { isSchemaFile } from '../project/schema-files';
import { serverVersionOf, withServerVersion } from '../project/server-version';
import type { ServerSettings } from '../protocol';
import type { MigrationView } from './migration-view';
import type { OpenDocuments } from './open-documents';
import { atOnce, createScheduler, type Delay, whenQuiet } from './scheduler';
import type { SchemaView } from './schema/schema-view';
import { createSession, type Session } from './session';

/** All projects of all folders, each with its session. */
export interface Workspace {
  readonly sessions: () => readonly Session[];
  /** The session that a migration, a schema's file or a `lockstep.json` belongs to. */
  readonly sessionOf: (path: string) => Session | undefined;
  /** Whether a session has not been analysed for the first time yet. */
  readonly isBusy: () => boolean;
  /** Finds the projects of these folders; sessions of projects that are as before go on. */
  readonly load: (folders: readonly Folder[]) => Promise<void>;
  /** Takes in a migration or a schema that is opened and that no folder holds. */
  readonly adopt: (path: string) => Promise<void>;
  /** Analyses the session again. */
  readonly request: (session: Session, delay: Delay) => void;
  /** Resolves when projects are known and the one of this file, or all, is analysed. */
  readonly settled: (path?: string) => Promise<void>;
  /** The analysis of an open or closed migration as its text is now; null for any other file. */
  readonly view: (path: string) => Promise<MigrationView | null>;
  /** The same of a schema's file. */
  readonly schemaView: (path: string) => Promise<SchemaView | null>;
  readonly dispose: () => void;
}

export interface Folder {
  readonly path: string;
  readonly settings: ServerSettings;
}

export interface WorkspaceParts {
  /** What to begin with; questions that come earlier wait for it. */
  readonly folders: Promise<readonly Folder[]>;
  readonly documents: OpenDocuments;
  readonly trusted: () => boolean;
  /** Whether the client shows where the migrations have what a finding is about. */
  readonly relates: boolean;
  /** Called after every analysis that has come through, and with null after projects came or went. */
  readonly onUpdate: (session: Session | null) => void;
  readonly onRemove: (session: Session) => void;
  readonly onError: (error: unknown) => void;
}

/** Attempts to get an analysis of the current text before an older one is good enough. */
const attempts = 4;

export function createWorkspace({ folders, documents, trusted, relates, onUpdate, onRemove, onError }: WorkspaceParts): Workspace {
  const sessions = new Map<string, Session>();
  let disabled: readonly string[] = [];
  let loading: Promise<void> = folders.then(discover).catch(onError);

  const analyses = createScheduler(async (key, signal) => {
    const session = sessions.get(key);
    if (session === undefined) return;
    await session.update(signal);
    onUpdate(session);
    counting.request(key, whenQuiet);
  }, onError);

  const counting = createScheduler(async (key, signal) => {
    const session = sessions.get(key);
    if (session === undefined) return;
    await session.count(signal);
    if (relates) await session.relate();
    signal.throwIfAborted();
    onUpdate(session);
  }, onError);

  function request(session: Session, delay: Delay): void {
    const key = keyOf(session.project);
    counting.forget(key);
    analyses.request(key, delay);
  }

  function add(project: Project, settings: ServerSettings | null): void {
    const version = serverVersionOf(project, settings?.postgresql.version ?? null);
    const effective = withServerVersion(project, version);
    const cacheDirectory = trusted() ? cacheDirectoryFor(project.root) : null;
    const session = createSession({ project: effective, serverVersion: version, documents, cacheDirectory, trusted });
    sessions.set(keyOf(project), session);
    request(session, atOnce);
  }

  function remove(key: string, session: Session): void {
    analyses.forget(key);
    counting.forget(key);
    sessions.delete(key);
    onRemove(session);
  }

  async function discover(current: readonly Folder[]): Promise<void> {
    const found = new Map<string, { readonly project: Project; readonly settings: ServerSettings }>();
    disabled = current.flatMap(({ path, settings }) => (settings.enable ? [] : [path]));
    for (const { path, settings } of current) {
      if (!settings.enable) continue;
      for (const project of await discoverProjects(path)) found.set(keyOf(project), { project, settings });
    }
    for (const [key, session] of [...sessions]) {
      const next = found.get(key);
      const same = next !== undefined && isSame(session, next.project, next.settings);
      if (!same) remove(key, session);
    }
    for (const [key, { project, settings }] of found) if (!sessions.has(key)) add(project, settings);
    for (const path of documents.all().keys()) await takeIn(path);
    onUpdate(null);
  }

  /** A migration or a schema that is open counts, wherever it is, unless its folder is switched off. */
  async function takeIn(path: string): Promise<void> {
    if ((basename(path) !== 'migration.sql' && !path.endsWith('.prisma')) || sessionOf(path) !== undefined) return;
    if (disabled.some((folder) => path.startsWith(folder + sep))) return;
    // The client that Prisma generates holds a copy of the schema.
    if (path.split(sep).includes('node_modules')) return;
    const project = await projectOf(path);
    if (project !== null && !sessions.has(keyOf(project))) add(project, null);
  }

  const sessionOf = (path: string): Session | undefined =>
    [...sessions.values()].find(({ project: { schema, migrationsDirectory, settings } }) => {
      const isInMigrations = migrationsDirectory !== null && path.startsWith(migrationsDirectory + sep);
      return settings.file === path || isInMigrations || isSchemaFile(schema, path);
    });

  async function settled(path?: string): Promise<void> {
    await loading;
    const session = path === undefined ? undefined : sessionOf(path);
    if (session !== undefined) return analyses.settled(keyOf(session.project));
    if (path === undefined) await Promise.all([...sessions.keys()].map(analyses.settled));
  }

  async function current<View extends { readonly version: number | null }>(
    path: string,
    viewIn: (session: Session) => Promise<View | null> | View | null,
  ): Promise<View | null> {
    let latest: View | null = null;
    for (let attempt = 0; attempt < attempts; attempt++) {
      await settled(path);
      const session = sessionOf(path);
      latest = session === undefined ? null : await viewIn(session);
      const document = documents.at(path);
      if (latest === null || document === undefined || document.version === latest.version) break;
    }
    return latest;
  }

  return {
    sessions: () => [...sessions.values()],
    sessionOf,
    isBusy: () => [...sessions.values()].some((session) => session.unsupported === null && session.counts() === null),
    load: (current) => {
      loading = loading.then(() => discover(current)).catch(onError);
      return loading;
    },
    adopt: async (path) => {
      await loading;
      await takeIn(path);
    },
    request,
    settled,
    view: (path) => current(path, (session) => session.view(path)),
    schemaView: (path) => current(path, (session) => session.schemaView(path)),
    dispose: () => {
      analyses.dispose();
      counting.dispose();
    },
  };
}

/** A directory is the root of one project; bare migrations beside it are another one. */
function keyOf({ root, migrationsDirectory }: Project): string {
  return `${root}\0${migrationsDirectory ?? ''}`;
}

function isSame(session: Session, project: Project, settings: ServerSettings): boolean {
  const version = serverVersionOf(project, settings.postgresql.version);
  return isEqual(session.serverVersion, version) && isEqual(session.project, withServerVersion(project, version));
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a, entries) === JSON.stringify(b, entries);
}

/** Maps are written as their entries, or they would all look alike. */
function entries(_key: string, value: unknown): unknown {
  return value instanceof Map ? [...value] : value;
}
