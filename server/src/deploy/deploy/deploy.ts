import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { backUp } from '../backup/back-up';
import { ageOf } from '../backup/list';
import { backupName, backupsOfDatabase, newestOf } from '../backup/newest';
import type { Backup } from '../backup/stamp';
import type { PreparedCli } from '../prisma-cli/prepare';
import { pendingIn } from '../status/pending';
import { readStatus } from '../status/read-status';
import { type Carried, carryOut } from './carry-out';
import { answer, checkDeploy, confirmation, onlyDeploy, takenHere, takenThere } from './check';
import { type Deploying, holdFile } from './deploying-file';
import type { DeployGiven } from './given';
import { keepRecord } from './keep-record';
import type { CheckResult, DeployFailure, DeployOutcome, StandingBackup, TimedEvent, Verification } from './outcome';
import { lockSession } from './session-lock';

/**
 * Deploys the pending migrations of an environment: alone, through its gates, with a backup where wanted, by the project's own CLI, and looks at what has
 * come of it. Asks nothing, prints nothing, never rejects.
 */
export async function deploy(given: DeployGiven): Promise<DeployOutcome> {
  const timeLine: TimedEvent[] = [];
  const onEvent: DeployGiven['onEvent'] = (event) => {
    timeLine.push({ at: new Date().toISOString(), event });
    given.onEvent(event);
  };
  // Git may have no name for who works here.
  const by = given.by || hostname();
  const standingBackup = standingBackupOf(given);
  const heard: DeployGiven = { ...given, by, onEvent };
  const ended = await exclusively(heard);
  const { environment, now } = given;
  const outcome: DeployOutcome = {
    environment: environment.name,
    kind: environment.kind,
    target: environment.connection.ok ? environment.connection.address.target : null,
    by,
    beganAt: now.toISOString(),
    endedAt: new Date().toISOString(),
    standingBackup,
    timeLine,
    report: null,
    ...ended,
  };
  return keepRecord(heard, outcome);
}

/** Before anything is begun: the deploy may make one of its own. */
function standingBackupOf({ project, environment, now }: DeployGiven): StandingBackup | null {
  if (!environment.connection.ok) return null;
  const newest = newestOf(backupsOfDatabase(project, environment.settings, environment.connection.address.target));
  return newest === null ? null : { name: backupName(newest, project), isVerified: newest.isVerified, age: ageOf(newest, now) };
}

interface Facts {
  readonly prismaVersion: string | null;
  readonly checks: readonly CheckResult[];
  readonly pending: readonly string[];
  readonly applied: readonly string[];
  readonly backup: Backup | null;
  readonly verification: Verification | null;
  readonly words: string;
}

type Ended = Facts &
  (
    | { readonly type: 'deployed' | 'nothing-to-do' | 'refused' | 'cancelled'; readonly failed: null }
    | { readonly type: 'failed'; readonly failed: DeployFailure }
  );

const nothing = { prismaVersion: null, checks: [], pending: [], applied: [], backup: null, verification: null } as const;

/** While this process alone deploys there: by a file beside the project, and by a lock in the database where that can keep one. */
async function exclusively(given: DeployGiven): Promise<Ended> {
  const { project, environment, by, now, onEvent } = given;
  const file = holdFile(project.root, environment.name, by, now);
  if (file.type === 'taken') return refused([takenHere(file.by, file.path)]);
  if (file.type === 'unwritable')
    onEvent({ type: 'warning', text: `.lockstep cannot be written (${file.reason}); deploys from here do not see each other.` });
  else if (file.left !== null) onEvent({ type: 'warning', text: leftWords(file.left) });
  try {
    const onLost = (): void => onEvent({ type: 'warning', text: 'The connection that keeps others from deploying was lost.' });
    const lock = await lockSession({ environment, by, onLost });
    if (lock.type === 'taken') return refused([takenThere(lock.who)]);
    try {
      return await checked(given, onlyDeploy(lock));
    } finally {
      if (lock.type === 'held') await lock.release();
    }
  } finally {
    if (file.type === 'held') file.release();
  }
}

function leftWords({ by, since, pid }: Deploying): string {
  return `A deploy by ${by} of ${since} (pid ${pid}) was ended before it could say what came of it. "lockstep status" tells.`;
}

async function checked(given: DeployGiven, only: CheckResult): Promise<Ended> {
  const { environment, project, abort, onEvent } = given;
  const applicationName = `lockstep-deploy-${randomBytes(4).toString('hex')}`;
  const [status, { checks: asked, prepared }] = await Promise.all([readStatus(environment, project), checkDeploy(given, applicationName)]);
  const confirmed = status.state === 'up-to-date' ? null : confirmation(given);
  if (confirmed !== null) onEvent({ type: 'check', result: confirmed });
  const checks = [only, ...asked, ...(confirmed === null ? [] : [confirmed])];
  const pending = pendingIn(status, project) ?? [];
  const facts = { ...nothing, prismaVersion: prepared?.cli.version ?? null, checks, pending };
  if (abort.aborted) return cancelledBefore(facts);
  if (status.state === 'up-to-date') {
    return { ...facts, type: 'nothing-to-do', failed: null, words: `${environment.name} is up to date: nothing to deploy.` };
  }
  if (prepared === null || checks.some(({ state }) => state === 'blocked')) return { ...refused(checks), ...facts };
  return withBackup(given, prepared, facts);
}

function refused(checks: readonly CheckResult[]): Ended {
  const blocked = checks.filter(({ state }) => state === 'blocked');
  const words = ['Nothing was deployed.', ...blocked.map(({ evidence }) => evidence)].join(' ');
  return { ...nothing, type: 'refused', failed: null, checks, words };
}

function cancelledBefore(facts: Omit<Facts, 'words'>): Ended {
  return { ...facts, type: 'cancelled', failed: null, words: 'Cancelled before anything was begun: nothing was changed.' };
}

async function withBackup(given: DeployGiven, prepared: PreparedCli, facts: Omit<Facts, 'words'>): Promise<Ended> {
  const { project, environment, now, onEvent, abort, variables } = given;
  if (!given.withBackup) return carriedOut(given, prepared, facts);
  const tell = { onEvent: (event: Parameters<Parameters<typeof backUp>[0]['onEvent']>[0]) => onEvent({ type: 'backup', event }) };
  onEvent({ type: 'step', text: `Backing up ${environment.name}` });
  const made = await backUp({ project, environment, directory: null, now, abort, variables, ...tell });
  switch (made.type) {
    case 'backed-up':
      return carriedOut(given, prepared, { ...facts, backup: made.backup });
    case 'cancelled':
      return cancelledBefore(facts);
    case 'refused':
    case 'failed': {
      const { message, help } = made.problem;
      const failed = { ...answer('backup', 'backup', 'blocked', `The backup was not made: ${message}`), fix: help };
      const checks = [...facts.checks.filter(({ gate }) => gate !== 'backup'), failed];
      return { ...refused(checks), ...facts, checks };
    }
  }
}

async function carriedOut(given: DeployGiven, prepared: PreparedCli, facts: Omit<Facts, 'words'>): Promise<Ended> {
  if (given.abort.aborted) return cancelledBefore(facts);
  const carried: Carried = await carryOut(given, prepared, facts.pending);
  return { ...facts, ...carried };
}
