import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { assertNever } from '../../analysis/assert-never';
import { counted } from '../../analysis/wording/wording';
import { ensureLocalDirectory } from '../../project/local-files';
import { nameInGit } from '../../project/person';
import type { Project } from '../../project/project';
import { backUp } from '../backup/back-up';
import { readFacts } from '../backup/database-facts';
import { heldMigrations, heldWords, holdTheSame } from '../backup/held-migrations';
import { type BackupEvent, type BackupProblem, type Failure, failed, refused, type Step } from '../backup/outcome';
import { paced } from '../backup/progress';
import type { Backup } from '../backup/stamp';
import type { DatabaseAddress } from '../connection/database-address';
import type { Connection, UrlSources } from '../environments/environment';
import { appendEntry } from '../journal/journal';
import type { Variables } from '../programs/find-tools';
import { scratchName } from '../scratch/scratch';
import { createScratch, dropScratch, scratchHost } from '../scratch/scratches';
import { readHistory } from '../status/read-status';
import type { LeftState, RestoreOutcome } from './outcome';
import { previewRestore, type RestorePreview } from './preview-restore';
import { restoreMysql } from './restore-mysql';
import { restorePostgres } from './restore-postgres';
import { restoreSqlite } from './restore-sqlite';
import { nameOfTarget, type RestoreTarget } from './target';

export interface RestoreJob {
  readonly project: Project;
  /** Path of the backup. */
  readonly backup: string;
  readonly target: RestoreTarget;
  /** Whether what is in the target may be dropped. */
  readonly clean: boolean;
  /** What a person has typed to confirm it; null for nothing. */
  readonly confirmed: string | null;
  /** Whether a protected environment that is not empty is backed up first. */
  readonly backUpFirst: boolean;
  readonly sources: UrlSources;
  readonly variables: Variables;
  readonly now: Date;
  readonly onEvent: (event: BackupEvent) => void;
  readonly abort: AbortSignal;
}

/** Restores a backup, and compares the result with what its stamp says. Never rejects. */
export async function restore(job: RestoreJob): Promise<RestoreOutcome> {
  const warnings: string[] = [];
  const warn = (text: string): void => {
    warnings.push(text);
    job.onEvent({ type: 'warning', text });
  };
  const preview = await previewRestore(job);
  if (preview.type !== 'done') return untouched(preview, warnings);
  const { confirmation, source, connection } = preview.value;
  if (confirmation !== null && job.confirmed !== confirmation) {
    const message = `To restore into ${confirmation} (${connection.address.target}) takes its name.`;
    return untouched(refused('not-confirmed', message, `Type it, or add --yes ${confirmation}.`), warnings);
  }
  if (source.stamp === null) warn('The backup has no stamp: nobody knows which migrations it holds.');
  const outcome = await confirmedRestore(job, preview.value, warn);
  const journal = outcome.type === 'refused' ? null : appendEntry(job.project.root, await entryOf(job, preview.value, outcome));
  if (journal !== null) warn(journal);
  return { ...outcome, warnings };
}

function untouched(failure: Failure, warnings: readonly string[]): RestoreOutcome {
  switch (failure.type) {
    case 'refused':
      return { ...failure, warnings };
    case 'failed':
      return { ...failure, left: 'unchanged', freshBackup: null, warnings };
    case 'cancelled':
      return { type: 'cancelled', left: 'unchanged', freshBackup: null, warnings };
    default:
      return assertNever(failure);
  }
}

async function confirmedRestore(job: RestoreJob, preview: RestorePreview, warn: (text: string) => void): Promise<RestoreOutcome> {
  for (const text of preview.sentences) job.onEvent({ type: 'step', text });
  let freshBackup: Backup | null = null;
  if (preview.backsUpFirst && preview.environment !== null) {
    const { project, now, onEvent, abort, variables } = job;
    const made = await backUp({ project, environment: preview.environment, directory: null, now, onEvent, abort, variables });
    if (made.type === 'cancelled') return untouched({ type: 'cancelled' }, []);
    if (made.type !== 'backed-up') return untouched({ type: 'refused', problem: notBackedUp(made.problem) }, []);
    freshBackup = made.backup;
  }
  const place = await placeFor(job, preview);
  if (place.type !== 'done') return untouched(place, []);
  const { address, scratch, drop } = place.value;
  const result = await restoreInto(address, job, preview);
  if (result.type !== 'done') {
    const left = drop === null ? leftAfter(result, address) : 'unchanged';
    const kept = await drop?.();
    if (kept != null) warn(kept);
    if (result.type === 'cancelled') return { type: 'cancelled', left, freshBackup, warnings: [] };
    if (result.type === 'refused') return { ...result, warnings: [] };
    return { ...result, left, freshBackup, warnings: [] };
  }
  const checks = await checksOf({ ok: true, address, redact: preview.connection.redact, url: preview.connection.url }, job, preview);
  if (checks.type === 'done') {
    return { type: 'restored', target: address.target, scratch, checks: checks.value, freshBackup, warnings: [] };
  }
  const problem = checks.type === 'cancelled' ? null : checks.problem;
  return problem === null
    ? { type: 'cancelled', left: 'restored', freshBackup, warnings: [] }
    : { type: 'failed', problem, left: 'restored', freshBackup, warnings: [] };
}

function notBackedUp({ code, message, help }: BackupProblem): BackupProblem {
  return {
    code,
    message: `What is there could not be backed up, so that nothing was changed. ${message}`,
    help: `${help} --no-backup goes on without.`,
  };
}

interface Place {
  readonly address: DatabaseAddress;
  readonly scratch: string | null;
  /** Removes what was made for the restore; a sentence where that fails. Null for a database that was there before. */
  readonly drop: (() => Promise<string | null>) | null;
}

async function placeFor({ target, project, now }: RestoreJob, { connection }: RestorePreview): Promise<Step<Place>> {
  const { address } = connection;
  if (target.type !== 'scratch') return { type: 'done', value: { address, scratch: null, drop: null } };
  const host = scratchHost(connection);
  if (host === null) {
    const directory = join(ensureLocalDirectory(project.root), 'scratch');
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const file = join(directory, `${scratchName(now)}.db`);
    return {
      type: 'done',
      value: { address: { provider: 'sqlite', target: file, sqlite: { file, target: file } }, scratch: file, drop: null },
    };
  }
  const made = await createScratch(host, 'restore', now);
  if (!made.ok) return failed('tool-failed', made.problem.message, made.problem.help);
  const { name } = made.value;
  const drop = async (): Promise<string | null> => {
    const dropped = await dropScratch(host, name);
    return dropped.ok ? null : `The scratch database ${name} could not be dropped: ${dropped.problem.message}`;
  };
  return { type: 'done', value: { address: made.value.address, scratch: name, drop } };
}

function restoreInto(address: DatabaseAddress, job: RestoreJob, preview: RestorePreview): Promise<Step<null>> {
  const { variables, onEvent, abort, target } = job;
  const { source, connection, isEmpty, facts, environment } = preview;
  const { path, stamp, content } = source;
  const { redact } = connection;
  onEvent({ type: 'began', what: 'restore', target: address.target, total: null });
  const onBytes = paced(onEvent, null);
  const clean = !isEmpty;
  switch (address.provider) {
    case 'postgresql': {
      const dumpedBy = content.provider === 'postgresql' ? content.dumpedBy : '';
      const withRoles = target.type !== 'scratch' && environment !== null && stamp?.environment === environment.name;
      return restorePostgres({ path, dumpedBy, address: address.postgres, clean, withRoles, redact, variables, onBytes, abort });
    }
    case 'mysql': {
      const serverVersion = facts?.serverVersion ?? '';
      return restoreMysql({
        path,
        serverVersion,
        address: address.mysql,
        connection: { address, redact },
        clean,
        variables,
        onBytes,
        abort,
      });
    }
    case 'sqlite':
      return restoreSqlite(path, address.sqlite.file, onBytes, abort);
    default:
      return assertNever(address);
  }
}

function leftAfter(failure: Failure, { provider }: DatabaseAddress): LeftState {
  if (failure.type === 'refused') return 'unchanged';
  switch (provider) {
    case 'postgresql':
      return failure.type === 'failed' && failure.problem.code === 'connection-lost' ? 'unknown' : 'unchanged';
    case 'mysql':
      return 'partial';
    case 'sqlite':
      return 'unchanged';
    default:
      return assertNever(provider);
  }
}

async function checksOf(
  connection: Connection & { readonly ok: true },
  { project }: RestoreJob,
  preview: RestorePreview,
): Promise<Step<readonly string[]>> {
  const [facts, history] = await Promise.all([readFacts(connection), readHistory({ connection })]);
  if (!facts.ok) return failed('not-verified', `It was restored, and cannot be asked. ${facts.problem.message}`, facts.problem.help);
  if (!history.ok) return failed('not-verified', `It was restored, and cannot be asked. ${history.problem.message}`, history.problem.help);
  const { content, stamp } = preview.source;
  const help = 'Look into the database before it is used; the log of the server may say more.';
  if (facts.value.tables !== content.tables) {
    return failed('not-verified', `It has ${counted(facts.value.tables, 'table')}, and the backup ${content.tables}.`, help);
  }
  const held = await heldMigrations(history.value, project);
  if (stamp?.migrations != null && !holdTheSame(held, stamp.migrations)) {
    return failed('not-verified', `It has ${heldWords(held)}, and the backup ${heldWords(stamp.migrations)}.`, help);
  }
  return {
    type: 'done',
    value: [
      `it has ${counted(content.tables, 'table')}, as the backup`,
      `it has ${heldWords(held)}${stamp?.migrations == null ? '' : ', as the backup'}`,
    ],
  };
}

async function entryOf(job: RestoreJob, { source, connection }: RestorePreview, outcome: RestoreOutcome) {
  const { target } = connection.address;
  const summary =
    outcome.type === 'restored'
      ? `Restored ${source.path}.`
      : outcome.type === 'cancelled'
        ? `Cancelled; the database is ${outcome.left}.`
        : outcome.problem.message;
  const by = await nameInGit(job.project.root);
  return {
    type: 'restore',
    at: job.now.toISOString(),
    by,
    environment: nameOfTarget(job.target),
    target,
    outcome: outcome.type,
    summary,
    report: null,
  } as const;
}
