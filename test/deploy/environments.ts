import assert from 'node:assert/strict';
import type { Environment } from '../../server/src/deploy/environments/environment';
import { resolveEnvironment } from '../../server/src/deploy/environments/resolve';
import { sourcesOf } from '../../server/src/deploy/environments/variables';
import { readStatus } from '../../server/src/deploy/status/read-status';
import type { EnvironmentStatus } from '../../server/src/deploy/status/status';
import { projectOf } from '../../server/src/project/discover';
import type { Project } from '../../server/src/project/project';
import type { EnvironmentKind, UrlSource } from '../../server/src/project/settings';

/** The project in a folder, which must be one. */
export async function projectIn(folder: string): Promise<Project> {
  const project = await projectOf(folder);
  assert.ok(project !== null, `${folder} is no project`);
  return project;
}

/** An environment whose URL is this one. */
export async function environmentAt(url: string, project: Project, kind: EnvironmentKind = 'staging'): Promise<Environment> {
  const source: UrlSource = { type: 'env', variable: 'TEST_URL' };
  const settings = {
    name: 'test',
    kind,
    url: source,
    after: [],
    backup: null,
    lockTimeout: null,
    smokeTest: null,
    rehearsal: null,
    branches: [],
  };
  return resolveEnvironment(settings, project, sourcesOf({ TEST_URL: url }));
}

export async function statusAt(url: string, folder: string, timeLimit?: number): Promise<EnvironmentStatus> {
  const project = await projectIn(folder);
  return readStatus(await environmentAt(url, project), project, timeLimit);
}

/** States by the names of the migrations. */
export function statesIn({ migrations }: EnvironmentStatus): Readonly<Record<string, string>> {
  return Object.fromEntries(migrations.map(({ name, state }) => [name, state]));
}
