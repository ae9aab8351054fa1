import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { tooDeepAt } from './json-depth';
import { type SeenEnvironment, seenEnvironments } from './last-seen';
import type { Project } from './project';
import { readText } from './read-files';
import { postgresVersions } from './settings';

/** The database server that effects are stated for, and who said so. */
export type ServerVersion =
  | { readonly version: number; readonly from: 'lockstep.json' | 'setting' | 'assumed' }
  /** It is that of an environment which somebody has asked. */
  | { readonly version: number; readonly from: 'seen'; readonly environment: string };

/** `lockstep.json` first, because everybody shares it; then the editor's setting; then the environment last seen; then the stated default. */
export function serverVersionOf(
  project: Project,
  setting: number | null,
  seen: readonly SeenEnvironment[] = seenEnvironments(project),
): ServerVersion {
  const { file, server } = project.settings;
  if (file !== null && namesServer(readText(file) ?? '')) return { version: server.postgresql, from: 'lockstep.json' };
  if (setting !== null) return { version: setting, from: 'setting' };
  return seenVersion(project, seen) ?? { version: server.postgresql, from: 'assumed' };
}

/** Of a server that is newer or older than all that are supported: the nearest one. */
function seenVersion({ provider }: Project, seen: readonly SeenEnvironment[]): ServerVersion | null {
  const [first] = provider === 'postgresql' ? seen : [];
  const major = Number.parseInt(first?.serverVersion ?? '', 10);
  if (first === undefined || Number.isNaN(major)) return null;
  const version = postgresVersions.findLast((one) => one <= major) ?? postgresVersions[0];
  return { version, from: 'seen', environment: first.environment };
}

/** The project with the version that holds for it. */
export function withServerVersion(project: Project, { version }: ServerVersion): Project {
  const { settings } = project;
  return { ...project, settings: { ...settings, server: { ...settings.server, postgresql: version } } };
}

/** `PostgreSQL 15`, `PostgreSQL 15 (assumed)`, `PostgreSQL 16 (as production)`. */
export function serverName(server: ServerVersion): string {
  const { version, from } = server;
  if (from === 'seen') return `PostgreSQL ${version} (as ${server.environment})`;
  return `PostgreSQL ${version}${from === 'assumed' ? ' (assumed)' : ''}`;
}

function namesServer(text: string): boolean {
  const root = tooDeepAt(text) === null ? parseTree(text) : undefined;
  return root !== undefined && findNodeAtLocation(root, ['server', 'postgresql']) !== undefined;
}
