import { counted, listed } from '../../analysis/wording/wording';
import { resolveEnvironment } from '../environments/resolve';
import { statusTables } from '../status/markdown';
import { readStatus } from '../status/read-status';
import type { EnvironmentStatus } from '../status/status';
import { timeOf } from '../status/words';
import { questionTimeLimit } from './facts';
import { blockedUnlessDevelopment, type Gate, type GateQuestion } from './gate';

/** What is pending has been applied, as it is here, to every environment that comes before this one. */
export const promotion: Gate = {
  id: 'promotion',
  title: 'Promotion',
  unanswered: 'blocked',
  check: async (question) => {
    const { environment, facts } = question;
    const { after } = environment.settings;
    if (after.length === 0) return { state: 'skipped', evidence: 'No environment has to come before this one.' };
    const pending = await facts.pending();
    if (pending === null) return { state: 'skipped', evidence: 'The database cannot be asked which migrations are pending.' };
    if (pending.length === 0) return { state: 'skipped', evidence: 'Nothing is pending that could have been applied elsewhere.' };
    const places = await Promise.all(after.map((name) => reachedIn(name, pending, question)));
    const problem = places.find(({ problem }) => problem !== null)?.problem ?? null;
    const statuses = places.flatMap(({ status }) => (status === null ? [] : [status]));
    const details = `## Promotion\n\n${statusTables(statuses)}`;
    if (problem !== null)
      return {
        state: blockedUnlessDevelopment(environment),
        evidence: problem,
        details,
        fix: `lockstep status${after.map((name) => ` --env ${name}`).join('')}`,
      };
    return {
      state: 'ok',
      evidence: `${counted(pending.length, 'migration is', 'migrations are')} applied on ${listed(places.map(({ words }) => words))}.`,
      details,
    };
  },
};

/** `problem` is a sentence; `words` are `staging since 2026-11-19 16:02 UTC`. */
interface Reached {
  readonly status: EnvironmentStatus | null;
  readonly problem: string | null;
  readonly words: string;
}

async function reachedIn(name: string, pending: readonly string[], { project, sources }: GateQuestion): Promise<Reached> {
  const settings = project.settings.environments.find((one) => one.name === name);
  const reached = (problem: string | null, status: EnvironmentStatus | null = null, words = name): Reached => ({ status, problem, words });
  if (settings === undefined) return reached(`lockstep.json names no environment "${name}", which has to come before.`);
  const status = await readStatus(await resolveEnvironment(settings, project, sources), project, questionTimeLimit);
  if (status.error !== null) return reached(`What ${name} has is not known: ${status.error.message}`, status);
  const states = new Map(status.migrations.map((one) => [one.name, one]));
  const lacking = pending.filter((one) => states.get(one)?.state !== 'applied');
  const edited = lacking.filter((one) => states.get(one)?.state === 'edited');
  if (edited.length > 0)
    return reached(`${listed(edited)} ${edited.length === 1 ? 'was' : 'were'} applied on ${name} with another content.`, status);
  if (lacking.length > 0) return reached(`${listed(lacking)} ${lacking.length === 1 ? 'is' : 'are'} not applied on ${name}.`, status);
  const newest =
    pending
      .map((one) => states.get(one)?.finishedAt ?? '')
      .sort()
      .at(-1) ?? '';
  return reached(null, status, newest === '' ? name : `${name} since ${timeOf(newest)} UTC`);
}
