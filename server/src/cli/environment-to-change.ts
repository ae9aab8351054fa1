import type { Environment } from '../deploy/environments/environment';
import { resolveEnvironment } from '../deploy/environments/resolve';
import { sourcesOf } from '../deploy/environments/variables';
import type { Project } from '../project/project';
import { chosenEnvironments } from './environment-option';
import { Problem } from './problem';
import { shownPath } from './shown-path';

interface Values {
  readonly env?: readonly string[] | undefined;
  readonly 'run-config'?: boolean | undefined;
}

/**
 * The one environment that a command works on, in its project.
 * @throws Problem where the words name none or several.
 */
export async function oneEnvironment(
  command: string,
  values: Values,
  paths: readonly string[],
  from: string,
): Promise<{ readonly project: Project; readonly environment: Environment }> {
  const chosen = await chosenEnvironments(paths, values, from);
  const [first, ...others] = chosen.flatMap(({ project, environments }) => environments.map((settings) => ({ project, settings })));
  if ((values.env ?? []).length === 0 || first === undefined) {
    const names = chosen.flatMap(({ environments }) => environments.map(({ name }) => name));
    throw new Problem(`"lockstep ${command}" needs an environment.`, `Name it: --env ${[...new Set(names)].join(' or --env ')}`);
  }
  if (others.length > 0) {
    const roots = chosen.map(({ project }) => shownPath(project.root, from)).join(', ');
    throw new Problem(
      `"lockstep ${command}" takes one environment of one project; found several (${roots}).`,
      'Name one environment, and the folder of one project.',
    );
  }
  return { project: first.project, environment: await resolveEnvironment(first.settings, first.project, sourcesOf(process.env)) };
}
