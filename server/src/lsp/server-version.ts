import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { tooDeepAt } from '../project/json-depth';
import type { Project } from '../project/project';
import { readText } from '../project/read-files';

/** The database server that effects are stated for, and who said so. */
export interface ServerVersion {
  readonly version: number;
  readonly from: 'lockstep.json' | 'setting' | 'assumed';
}

/** `lockstep.json` first, because everybody shares it; then the editor's setting; then the stated default. */
export function serverVersionOf(project: Project, setting: number | null): ServerVersion {
  const { file, server } = project.settings;
  if (file !== null && namesServer(readText(file) ?? '')) return { version: server.postgresql, from: 'lockstep.json' };
  return setting === null ? { version: server.postgresql, from: 'assumed' } : { version: setting, from: 'setting' };
}

/** The project with the version that holds for it. */
export function withServerVersion(project: Project, { version }: ServerVersion): Project {
  const { settings } = project;
  return { ...project, settings: { ...settings, server: { ...settings.server, postgresql: version } } };
}

/** `PostgreSQL 15`, `PostgreSQL 15 (assumed)`. */
export function serverName({ version, from }: ServerVersion): string {
  return `PostgreSQL ${version}${from === 'assumed' ? ' (assumed)' : ''}`;
}

function namesServer(text: string): boolean {
  const root = tooDeepAt(text) === null ? parseTree(text) : undefined;
  return root !== undefined && findNodeAtLocation(root, ['server', 'postgresql']) !== undefined;
}
