import { hostname } from 'node:os';
import { checkGates } from '../gates/check-gates';
import type { Preparation, PreparedCli } from '../prisma-cli/prepare';
import { preparePrisma } from '../prisma-cli/prepare';
import { timeOf } from '../status/words';
import type { Deploying } from './deploying-file';
import type { DeployGiven } from './given';
import type { CheckResult } from './outcome';
import type { SessionLock } from './session-lock';

/** Whether a deploy may begin: its gates, and what it asks itself. */
export interface CheckedDeploy {
  readonly checks: readonly CheckResult[];
  /** Null where the CLI cannot be pointed at the environment. */
  readonly prepared: PreparedCli | null;
}

/**
 * Asks the gates, and whether the project's CLI would go to the environment. Changes nothing. With `applicationName` the session that the CLI will open
 * can be found on the server.
 */
export async function checkDeploy(given: DeployGiven, applicationName: string | null = null): Promise<CheckedDeploy> {
  const { project, environment, sources, overrides, withBackup, cacheDirectory, now, abort, onEvent } = given;
  const tell = (result: CheckResult): void => onEvent({ type: 'check', result });
  const wishes = { lockTimeout: environment.settings.lockTimeout, applicationName };
  const [gates, preparation] = await Promise.all([
    checkGates({ project, environment, sources, overrides, withBackup, cacheDirectory, now, abort, onResult: tell }),
    preparePrisma(project, environment, wishes).then((preparation) => {
      tell(wayOfCli(given, preparation));
      return preparation;
    }),
  ]);
  return { checks: [wayOfCli(given, preparation), ...gates], prepared: preparation.ok ? preparation.prepared : null };
}

/** Whether the person has said what a deploy there asks for. Which word that is depends on the kind: production takes its name. */
export function confirmation({ environment, confirmed }: DeployGiven): CheckResult | null {
  if (!isProtected(environment)) return null;
  if (confirmed === environment.name) return answer('confirmation', 'confirmation', 'ok', `"${confirmed}" was typed.`);
  const evidence =
    confirmed === null
      ? `${environment.name} is protected: a deploy there takes its name.`
      : `"${confirmed}" was typed, and the environment is "${environment.name}".`;
  return { ...answer('confirmation', 'confirmation', 'blocked', evidence), fix: `--yes ${environment.name}` };
}

export function isProtected({ kind }: DeployGiven['environment']): boolean {
  return kind === 'production';
}

/** Somebody deploys there from this folder already. */
export function takenHere({ by, host, pid, since }: Deploying, path: string): CheckResult {
  const place = host === hostname() ? `pid ${pid}` : `pid ${pid} on ${host}`;
  const evidence = `${by} deploys there already: ${place}, since ${timeOf(since)} UTC.`;
  const fix = host === hostname() ? null : `Remove ${path} if that deploy is gone.`;
  return { ...answer('only-deploy', 'only deploy', 'blocked', evidence), fix };
}

/** Somebody deploys to the same database, from wherever. */
export function takenThere(who: string): CheckResult {
  return answer('only-deploy', 'only deploy', 'blocked', `A deploy to this database is under way, by ${who}.`);
}

/** Nobody else does, as far as it can be known. */
export function onlyDeploy(lock: SessionLock & { readonly type: 'held' | 'none' | 'file' }): CheckResult {
  switch (lock.type) {
    case 'held':
      return answer('only-deploy', 'only deploy', 'ok', 'Nobody else deploys there: a lock in the database keeps others off.');
    case 'file':
      return answer('only-deploy', 'only deploy', 'ok', 'Nobody else deploys there from this folder.');
    case 'none':
      return answer(
        'only-deploy',
        'only deploy',
        'warning',
        `Only this folder is kept from deploying twice; the database has no lock: ${lock.reason}`,
      );
  }
}

export function answer(gate: CheckResult['gate'], title: string, state: CheckResult['state'], evidence: string): CheckResult {
  return { gate, title, state, evidence, reason: null, details: null, fix: null, mayOverride: false, refusal: null };
}

function wayOfCli({ environment }: DeployGiven, preparation: Preparation): CheckResult {
  if (!preparation.ok) {
    return { ...answer('prisma-cli', 'Prisma CLI', 'blocked', preparation.message), fix: preparation.help };
  }
  const { cli, session } = preparation.prepared;
  const target = environment.connection.ok ? environment.connection.address.target : '';
  const way = `The project's Prisma ${cli.version} goes to ${target}`;
  const limit = environment.settings.lockTimeout;
  switch (session.lockTimeout) {
    case 'set':
      return answer('prisma-cli', 'Prisma CLI', 'ok', `${way}; statements wait ${limit} for a lock.`);
    case 'stated':
      return answer('prisma-cli', 'Prisma CLI', 'ok', `${way}; the URL has a lock_timeout of its own.`);
    case 'not-asked':
      return answer('prisma-cli', 'Prisma CLI', 'ok', `${way}.`);
    case 'fixed-url':
      return answer(
        'prisma-cli',
        'Prisma CLI',
        limit === null ? 'ok' : 'warning',
        limit === null ? `${way}.` : `${way} with the URL as the project has it, so without a lock timeout.`,
      );
    case 'pooler':
      return answer('prisma-cli', 'Prisma CLI', 'warning', `${way} through a pooler, so without a lock timeout.`);
    case 'provider':
      return answer('prisma-cli', 'Prisma CLI', 'warning', `${way}; the lock timeout of ${limit} cannot be set by its URL.`);
  }
}
