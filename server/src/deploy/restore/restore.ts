import { assertNever } from '../../analysis/assert-never';
import { nameInGit } from '../../project/person';
import { backUp } from '../backup/back-up';
import { type BackupProblem, type Failure, refused, type Step } from '../backup/outcome';
import { paced } from '../backup/progress';
import type { Backup } from '../backup/stamp';
import type { DatabaseAddress } from '../connection/database-address';
import { appendEntry, type JournalEntry } from '../journal/journal';
import { checksOf } from './compare-with-stamp';
import { heldFor } from './hold-environment';
import type { RestoreJob } from './job';
import type { LeftState, RestoreOutcome } from './outcome';
import { placeFor } from './place';
import { previewRestore, type RestorePreview } from './preview-restore';
import { restoreMysql } from './restore-mysql';
import { restorePostgres } from './restore-postgres';
import { restoreSqlite } from './restore-sqlite';
import { nameOfTarget } from './target';

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
  const by = await nameInGit(job.project.root);
  const held = heldFor(job, preview.value, by);
  if (held.type !== 'done') return untouched(held, warnings);
  const outcome = await confirmedRestore(job, preview.value, warn).finally(held.value);
  const journal = outcome.type === 'refused' ? null : appendEntry(job.project.root, entryOf(job, preview.value, outcome, by));
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

function entryOf(job: RestoreJob, { source, connection }: RestorePreview, outcome: RestoreOutcome, by: string): JournalEntry {
  const { target } = connection.address;
  const summary =
    outcome.type === 'restored'
      ? `Restored ${source.path}.`
      : outcome.type === 'cancelled'
        ? `Cancelled; the database is ${outcome.left}.`
        : outcome.problem.message;
  return {
    type: 'restore',
    at: job.now.toISOString(),
    by,
    environment: nameOfTarget(job.target),
    target,
    outcome: outcome.type,
    summary,
    overrides: [],
    report: null,
  };
}
