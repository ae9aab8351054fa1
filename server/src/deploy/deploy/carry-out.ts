import { counted } from '../../analysis/wording/wording';
import type { PreparedCli } from '../prisma-cli/prepare';
import { type PrismaRun, runPrepared } from '../prisma-cli/run-prisma';
import { lockstepLine } from '../recovery/command-line';
import { deployStep } from '../recovery/ways/steps';
import { pendingIn } from '../status/pending';
import { readHistory, readStatus } from '../status/read-status';
import type { EnvironmentStatus } from '../status/status';
import { failureBehind } from './failure';
import { followMigrations } from './follow';
import type { DeployGiven } from './given';
import { readHalfBuilt } from './half-built';
import type { DeployFailure, Verification } from './outcome';
import { cancelOwnSession, ownSession } from './own-session';
import { verify } from './verify';

/** What has come of a deploy that was begun. */
export type Carried = {
  readonly applied: readonly string[];
  readonly verification: Verification | null;
  readonly words: string;
} & (
  | { readonly type: 'deployed' | 'cancelled' | 'refused'; readonly failed: null }
  | { readonly type: 'failed'; readonly failed: DeployFailure }
);

/** Milliseconds for a look at what was half built; it does not belong to the deploy's own time. */
const lookLimit = 10_000;

/** Runs `migrate deploy`, follows it in the database, and believes what the database says then, not what was printed. */
export async function carryOut(given: DeployGiven, prepared: PreparedCli, pending: readonly string[]): Promise<Carried> {
  const { environment, onEvent, abort } = given;
  const { applicationName } = prepared.session;
  const [before, halfBuilt] = await Promise.all([readHistory(environment), readHalfBuilt(environment, lookLimit)]);
  onEvent({ type: 'step', text: `prisma migrate deploy: ${counted(pending.length, 'migration')} to ${environment.name}` });
  const following = followMigrations(environment, before.ok ? (before.value.rows ?? []) : [], applicationName, onEvent);
  const run = await runPrepared(prepared, ['migrate', 'deploy'], {
    onLine: ({ text }) => onEvent({ type: 'output', from: 'prisma', text }),
    abort,
    // The CLI notes the failure of the statement then, so that nobody has to guess.
    ...(applicationName !== null && { interrupt: async () => void (await cancelOwnSession(environment, applicationName)) }),
  });
  // What the CLI had sent when it was ended is of use to nobody.
  const isLeft =
    run.type === 'cancelled' && applicationName !== null && (await ownSession(environment, applicationName))?.isActive === true;
  if (isLeft) await cancelOwnSession(environment, applicationName);
  await following.end();
  const status = await readStatus(environment, given.project);
  const after = { given, run, status, pending, applied: appliedOf(pending, status), applicationName };
  switch (run.type) {
    case 'refused':
      return { ...notVerified(after), type: 'failed', failed: notStarted(after, run), words: run.message };
    case 'cancelled':
      return { ...notVerified(after), type: 'cancelled', failed: null, words: await wordsOfCancelled(after) };
    case 'killed':
      return failed(after, `by ${run.signal}`);
    case 'exited':
      if (run.code !== 0) return failed(after, `with code ${run.code}`);
      return after.applied.length === pending.length && status.error === null
        ? verified(after, halfBuilt.ok ? halfBuilt.value : null)
        : elsewhere(after);
  }
}

interface After {
  readonly given: DeployGiven;
  readonly run: PrismaRun;
  readonly status: EnvironmentStatus;
  readonly pending: readonly string[];
  readonly applied: readonly string[];
  readonly applicationName: string | null;
}

function appliedOf(pending: readonly string[], { migrations }: EnvironmentStatus): readonly string[] {
  const applied = new Set(migrations.flatMap(({ name, state }) => (state === 'applied' || state === 'edited' ? [name] : [])));
  return pending.filter((name) => applied.has(name));
}

function notVerified({ applied }: After): { readonly applied: readonly string[]; readonly verification: null } {
  return { applied, verification: null };
}

async function verified(after: After, before: Parameters<typeof verify>[1]): Promise<Carried> {
  const { given, applied } = after;
  const { environment } = given;
  const verification = await verify(given, before);
  const done = `${counted(applied.length, 'migration')} applied to ${environment.name}.`;
  const test = verification.smokeTest;
  if (test === null || test.state === 'passed') return { type: 'deployed', failed: null, applied, verification, words: done };
  if (test.state === 'cancelled')
    return { type: 'cancelled', failed: null, applied, verification, words: `${done} The smoke test was cancelled.` };
  const message =
    test.state === 'too-late'
      ? 'The smoke test did not end in time.'
      : `The smoke test failed${test.code === null ? '' : ` with code ${test.code}`}.`;
  const next = [test.command, ...[...applied].reverse().map((name) => lockstepLine('revert', name))];
  const failure: DeployFailure = {
    migration: null,
    statement: null,
    code: 'SMOKE_TEST',
    message: `${message} The migrations are applied.`,
    next,
  };
  return { type: 'failed', failed: failure, applied, verification, words: `${done} ${message}` };
}

async function failed(after: After, ended: string): Promise<Carried> {
  const { given, run, applied, pending } = after;
  const output = run.type === 'refused' ? '' : run.output;
  const failure = await failureBehind(given.project, given.environment, output, ended);
  const words = `${counted(applied.length, 'migration')} of ${pending.length} applied. ${failure.message}`;
  return { ...notVerified(after), type: 'failed', failed: failure, words };
}

/** The CLI says that all is well, and the database does not. */
function elsewhere(after: After): Carried {
  const { given, status, applied, pending } = after;
  const { name } = given.environment;
  const isKnown = status.error === null;
  const message = isKnown
    ? `The Prisma CLI reports success, and ${name} has ${applied.length} of ${pending.length} migrations: it has worked on another database, or with other files.`
    : `The Prisma CLI reports success, and ${name} cannot be asked now: ${status.error?.message}`;
  const next = [lockstepLine('status', '--env', name)];
  const failure: DeployFailure = { migration: null, statement: null, code: isKnown ? 'OTHER_DATABASE' : 'NOT_KNOWN', message, next };
  return { ...notVerified(after), type: 'failed', failed: failure, words: message };
}

function notStarted({ given }: After, { message, help }: { readonly message: string; readonly help: string }): DeployFailure {
  const next = [deployStep(given.environment, '').command ?? ''];
  return { migration: null, statement: null, code: 'NOT_STARTED', message: `${message} ${help}`, next };
}

/** What a cancellation has stopped and what it has not. */
async function wordsOfCancelled({ given, status, pending, applied, applicationName }: After): Promise<string> {
  const { environment } = given;
  if (status.error !== null) return `Cancelled. What of it has happened is not known: ${status.error.message}`;
  const stopped = status.migrations.find(({ name, state }) => state === 'failed' && pending.includes(name));
  const left = pendingIn(status, given.project) ?? [];
  const parts = ['Cancelled.', applied.length === 0 ? 'No migration was applied.' : `Applied before: ${applied.join(', ')}.`];
  if (stopped !== undefined) {
    parts.push(
      `${stopped.name} was begun and is not finished; "${lockstepLine('recover', '--env', environment.name)}" tells what of it took effect.`,
    );
    const session = applicationName === null ? null : await ownSession(environment, applicationName);
    if (session?.isActive === true) parts.push(`The server still carries out its statement (pid ${session.pid}).`);
    else if (applicationName === null) parts.push('A statement that was sent runs to its end on the server.');
  }
  if (left.length > 0) parts.push(`Not begun: ${left.join(', ')}.`);
  return parts.join(' ');
}
