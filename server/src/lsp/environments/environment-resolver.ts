import type { Connection } from 'vscode-languageserver';
import type { Environment, UrlSources } from '../../deploy/environments/environment';
import { resolveEnvironment } from '../../deploy/environments/resolve';
import type { Project } from '../../project/project';
import type { EnvironmentSettings } from '../../project/settings';
import { uriOf } from '../paths';
import { askSecret } from './ask-secret';

/** Finds the place of an environment's database, and connects to nothing. In an untrusted workspace there is none. */
export type EnvironmentResolver = (settings: EnvironmentSettings, project: Project) => Promise<Environment>;

export function environmentResolver(connection: Connection, trusted: () => boolean): EnvironmentResolver {
  return (settings, project) =>
    trusted() ? resolveEnvironment(settings, project, urlSources(connection, project)) : Promise.resolve(untrusted(settings));
}

/** Where URLs come from in an editor: this process's variables, and the editor's secret storage. */
export function urlSources(connection: Connection, project: Project): UrlSources {
  return {
    variables: process.env,
    secret: (environment) => askSecret(connection, uriOf(project.root), environment),
    secretHelp: () => 'Store it with "Lockstep: Set Connection Secret".',
  };
}

function untrusted(settings: EnvironmentSettings): Environment {
  const problem = {
    code: null,
    message: 'Nothing is connected in an untrusted workspace.',
    help: 'Trust the workspace to see its environments.',
  };
  return { name: settings.name, kind: settings.kind, settings, connection: { ok: false, problem } };
}
