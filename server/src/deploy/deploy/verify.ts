import type { DeployGiven } from './given';
import { type HalfBuilt, newlyHalfBuilt, readHalfBuilt } from './half-built';
import type { Verification } from './outcome';
import { runSmokeTest } from './smoke-test';

/** Milliseconds. */
const lookLimit = 10_000;

/** Looks at what a deploy has left, and runs the smoke test. `before`: what was half built already; null where that is not known. */
export async function verify(given: DeployGiven, before: readonly HalfBuilt[] | null): Promise<Verification> {
  const { project, environment, variables, onEvent, abort } = given;
  const { connection, settings, name } = environment;
  const after = await readHalfBuilt(environment, lookLimit);
  if (!after.ok) onEvent({ type: 'warning', text: `Indexes and constraints could not be looked at: ${after.problem.message}` });
  const halfBuilt = before === null || !after.ok || after.value === null ? null : newlyHalfBuilt(before, after.value);
  for (const found of halfBuilt ?? []) onEvent({ type: 'warning', text: halfBuiltWords(found) });
  if (settings.smokeTest === null || !connection.ok) return { halfBuilt, smokeTest: null };
  onEvent({ type: 'step', text: `Smoke test: ${connection.redact(settings.smokeTest)}` });
  const smokeTest = await runSmokeTest({
    ...{ command: settings.smokeTest, directory: project.root, environment: name, variables, redact: connection.redact, abort },
    onLine: (text) => onEvent({ type: 'output', from: 'smoke-test', text }),
  });
  return { halfBuilt, smokeTest };
}

export function halfBuiltWords({ kind, name }: HalfBuilt): string {
  return kind === 'invalid-index'
    ? `The index ${name} was not built to its end and is used by nobody.`
    : `The constraint ${name} is not validated: rows from before may break it.`;
}
