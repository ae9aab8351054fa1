import { nearestName } from '../project/nearest-name';
import type { Project } from '../project/project';
import type { EnvironmentSettings } from '../project/settings';
import type { OptionTable } from './arguments';
import { refuseBrokenSettings } from './gather';
import { Problem } from './problem';
import { findTargets } from './targets';

export const environmentOption = {
  env: { type: 'string', multiple: true, value: '<name>', help: 'An environment of lockstep.json. Any number of times; default: all.' },
} as const satisfies OptionTable;

export interface Chosen {
  readonly project: Project;
  readonly environments: readonly EnvironmentSettings[];
}

/**
 * The projects behind paths, each with those of its environments that are asked for.
 * @throws Problem where there is none, or where a name is that of none.
 */
export async function chosenEnvironments(
  paths: readonly string[],
  {
    env: names = [],
    'run-config': runConfig,
  }: { readonly env?: readonly string[] | undefined; readonly 'run-config'?: boolean | undefined },
  from: string,
): Promise<readonly Chosen[]> {
  const { projects, loose } = await findTargets(paths, from, runConfig === true);
  const [file] = loose;
  if (file !== undefined) throw new Problem(`"${file}" is no project.`, 'Name the folder of a project.');
  for (const { project } of projects) refuseBrokenSettings(project);
  const all = projects.flatMap(({ project }) => project.settings.environments.map(({ name }) => name));
  if (all.length === 0) throw noEnvironment(projects.map(({ project }) => project));
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined) {
    const near = nearestName(unknown, all);
    const hint = near === null ? `There are: ${[...new Set(all)].join(', ')}.` : `Did you mean "${near}"?`;
    throw new Problem(`There is no environment "${unknown}" in lockstep.json.`, hint);
  }
  return projects
    .map(({ project }) => ({
      project,
      environments: project.settings.environments.filter(({ name }) => names.length === 0 || names.includes(name)),
    }))
    .filter(({ environments }) => environments.length > 0);
}

function noEnvironment(projects: readonly Project[]): Problem {
  const file = projects.map(({ settings }) => settings.file).find((path) => path !== null) ?? null;
  const example = '"environments": [{ "name": "dev", "kind": "development", "url": { "env": "DATABASE_URL" } }]';
  if (file !== null) return new Problem(`${file} names no environment.`, `Add it, such as ${example}.`);
  return new Problem('There is no lockstep.json that names an environment.', `Write one beside package.json: { ${example} }.`);
}
