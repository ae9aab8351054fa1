import type { Project } from '../../project/project';
import type { EnvironmentSettings } from '../../project/settings';

/** Stands for an environment where the project names none. */
export const everywhere = 'every environment';

/** `problem` is a sentence. */
export type ChosenEnvironments =
  | { readonly ok: true; readonly chosen: readonly EnvironmentSettings[] }
  | { readonly ok: false; readonly problem: string };

/** The environments whose gates count: those that were asked for; else all but those for development, where there are others. */
export function chosenEnvironments({ settings }: Project, asked: readonly string[]): ChosenEnvironments {
  const { environments } = settings;
  const unknown = asked.find((name) => environments.every((one) => one.name !== name));
  if (unknown !== undefined) {
    const names = environments.map(({ name }) => `"${name}"`).join(', ');
    const known = names === '' ? 'it names none' : `it names ${names}`;
    return { ok: false, problem: `lockstep.json names no environment "${unknown}"; ${known}.` };
  }
  if (asked.length > 0) return { ok: true, chosen: environments.filter(({ name }) => asked.includes(name)) };
  const deployed = environments.filter(({ kind }) => kind !== 'development');
  return { ok: true, chosen: deployed.length > 0 ? deployed : environments };
}
