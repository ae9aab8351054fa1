import type { Project } from '../../project/project';
import type { EnvironmentSettings } from '../../project/settings';
import { migrationSystemProblem } from '../../project/support';
import { readDatabaseAddress } from '../connection/database-address';
import { redactorFor } from '../connection/redact';
import type { Connection, Environment, UrlSources } from './environment';
import { urlOf } from './url-of';

/** The environments of a project's `lockstep.json`, in its order. Reads files and secrets, and connects to nothing. */
export function resolveEnvironments(project: Project, sources: UrlSources): Promise<readonly Environment[]> {
  return Promise.all(project.settings.environments.map((settings) => resolveEnvironment(settings, project, sources)));
}

export async function resolveEnvironment(settings: EnvironmentSettings, project: Project, sources: UrlSources): Promise<Environment> {
  const { name, kind } = settings;
  return { name, kind, settings, connection: await connectionOf(settings, project, sources) };
}

const otherSystemHelp = 'Its own commands tell which migrations a database has.';

async function connectionOf(settings: EnvironmentSettings, project: Project, sources: UrlSources): Promise<Connection> {
  const system = migrationSystemProblem(project);
  if (system !== null) return { ok: false, problem: { code: null, message: system, help: otherSystemHelp } };
  const found = await urlOf(settings, project, sources);
  if (!found.ok) return { ok: false, problem: { code: null, message: found.message, help: found.help } };
  const read = readDatabaseAddress(found.url, project);
  if (read.ok) return { ok: true, address: read.address, redact: redactorFor(found.url), url: found.url };
  return {
    ok: false,
    problem: { code: 'P1013', message: `${found.place} ${read.problem}.`, help: 'Correct the URL; the database decides its form.' },
  };
}
