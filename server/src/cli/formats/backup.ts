import { ageWords, byteWords } from '../../analysis/statistics/size-words';
import { heldWords } from '../../deploy/backup/held-migrations';
import { ageOf } from '../../deploy/backup/list';
import type { BackupEvent, BackupOutcome, BackupProblem } from '../../deploy/backup/outcome';
import type { Backup } from '../../deploy/backup/stamp';
import { providerNames } from '../../project/support';
import { shownPath } from '../shown-path';
import { printable } from './printable';

export const backupFormats = ['pretty', 'json'] as const;

export type BackupFormat = (typeof backupFormats)[number];

/** Of `lockstep backup --format json`. */
export function backupJson(environment: string, outcome: BackupOutcome): string {
  const backup = outcome.type === 'backed-up' ? backupObject(outcome.backup) : null;
  const problem = outcome.type === 'refused' || outcome.type === 'failed' ? outcome.problem : null;
  return json({ version: 1, environment, outcome: outcome.type, backup, problem, warnings: outcome.warnings });
}

export function listJson(environment: string, backups: readonly Backup[], now: Date): string {
  const list = backups.map((backup) => ({ ...backupObject(backup), ageSeconds: Math.round(ageOf(backup, now) / 1000) }));
  return json({ version: 1, environment, backups: list });
}

export function backupObject({ path, bytes, isVerified, stamp }: Backup): object {
  const { form, reference, sha256, provider, target, serverVersion, tool, beganAt, finishedAt, migrations, tables, verified } = stamp;
  const facts = { provider, target, serverVersion, tool, form, reference, beganAt, finishedAt, tables, migrations };
  return { path: form === 'snapshot' ? null : path, bytes, verified: isVerified, checks: verified, sha256, ...facts };
}

export function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

export function backupPretty(outcome: BackupOutcome, from: string): string {
  switch (outcome.type) {
    case 'backed-up':
      return describedBackup(outcome.backup, from);
    case 'refused':
    case 'failed':
      return problemPretty(outcome.problem);
    case 'cancelled':
      return 'Cancelled: nothing of it is left, and earlier backups are as they were.\n';
  }
}

function describedBackup({ path, bytes, stamp }: Backup, from: string): string {
  const lines = [
    stamp.form === 'snapshot' ? `Backed up ${stamp.environment}: ${stamp.reference}` : `${shownPath(path, from)}  ${byteWords(bytes)}`,
    `  ${stamp.target}, ${providerNames[stamp.provider]} ${stamp.serverVersion}, by ${stamp.tool}`,
    `  holds ${stamp.migrations === null ? 'migrations that are not known' : heldWords(stamp.migrations)}`,
    ...stamp.verified.map((check) => `  verified: ${check}`),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

export function problemPretty({ message, help }: BackupProblem): string {
  return `${printable(message)}\n${printable(help)}\n`;
}

/** A line for each, the newest first. */
export function listPretty(environment: string, directory: string, backups: readonly Backup[], now: Date, from: string): string {
  if (backups.length === 0) return `There is no backup of ${printable(environment)} in ${shownPath(directory, from)}.\n`;
  const cells = backups.map((backup) => [
    backup.stamp.reference !== null && backup.stamp.file === null ? backup.stamp.reference : shownPath(backup.path, from),
    byteWords(backup.bytes),
    ageWords(ageOf(backup, now)),
    backup.isVerified ? 'verified' : 'not verified',
    backup.stamp.migrations === null ? '' : heldWords(backup.stamp.migrations),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return `${cells
    .map((row) =>
      row
        .map((cell, column) => printable(cell).padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}

/** `2.1 GB written of a database of 8.1 GB`. */
export function progressText({ bytes, total }: BackupEvent & { readonly type: 'progress' }): string {
  return `${byteWords(bytes)} written${total === null ? '' : `, of a database of ${byteWords(total)}`}`;
}
