import { ageWords, byteWords } from '../../analysis/statistics/size-words';
import { backUp } from '../../deploy/backup/back-up';
import { heldWords } from '../../deploy/backup/held-migrations';
import { ageOf, listBackups } from '../../deploy/backup/list';
import type { BackupEvent, BackupOutcome } from '../../deploy/backup/outcome';
import { removeLeftParts } from '../../deploy/backup/parts';
import { backupDirectory } from '../../deploy/backup/place';
import type { Backup } from '../../deploy/backup/stamp';
import type { BackupsEnd, OperationEnd, ShownBackup } from '../../protocol';
import { type GivenEnvironment, refused, step, type Told } from './given';

/** Makes a verified backup. */
export async function backUpEnvironment(given: GivenEnvironment): Promise<OperationEnd> {
  const { project, environment, sources, abort, onEvent } = given;
  const onBackupEvent = (event: BackupEvent): void => onEvent(toldOf(event));
  const { variables } = sources;
  return endOf(await backUp({ project, environment, directory: null, now: new Date(), onEvent: onBackupEvent, abort, variables }));
}

/** The backups of an environment, as their stamps say. */
export async function backupsOf({ project, environment }: GivenEnvironment): Promise<BackupsEnd> {
  const now = new Date();
  const left = removeLeftParts(backupDirectory(project, environment.settings), now);
  const backups = listBackups(project, environment.settings).map((backup) => shownBackup(backup, now));
  const none = `There is no backup of ${environment.name} here. "Lockstep: Back Up" makes one.`;
  return {
    ...{ state: 'done', document: null, backups },
    words: [backups.length === 0 ? none : `${backups.length} backups of ${environment.name}.`, ...left].join(' '),
  };
}

function shownBackup(backup: Backup, now: Date): ShownBackup {
  const { path, bytes, isVerified, stamp } = backup;
  return {
    path,
    name: stamp.file ?? stamp.reference ?? path,
    words: [ageWords(ageOf(backup, now)), byteWords(bytes), isVerified ? 'verified' : 'not verified'].join(' · '),
    holds: stamp.migrations === null ? 'migrations that are not known' : heldWords(stamp.migrations),
  };
}

export function toldOf(event: BackupEvent): Told {
  switch (event.type) {
    case 'began':
      return step(`${event.what}: ${event.target}${event.total === null ? '' : `, ${byteWords(event.total)}`}`);
    case 'step':
      return step(event.text);
    case 'warning':
      return step(`Warning: ${event.text}`);
    case 'progress':
      return { text: `${byteWords(event.bytes)} written`, isStep: false, done: event.bytes, total: event.total };
  }
}

function endOf(outcome: BackupOutcome): OperationEnd {
  switch (outcome.type) {
    case 'backed-up': {
      const { backup, warnings } = outcome;
      const { environment } = backup.stamp;
      return {
        state: 'done',
        words: `Backed up ${environment}: ${byteWords(backup.bytes)}, ${backup.isVerified ? 'verified' : 'not verified'}.`,
        document: { title: `Backup of ${environment}`, text: backupDocument(backup, warnings) },
      };
    }
    case 'refused':
      return refused(`${outcome.problem.message} ${outcome.problem.help}`);
    case 'failed':
      return { state: 'failed', words: `${outcome.problem.message} ${outcome.problem.help}`, document: null };
    case 'cancelled':
      return {
        state: 'cancelled',
        words: 'The backup was cancelled: nothing of it is left, and earlier ones are as they were.',
        document: null,
      };
  }
}

function backupDocument({ path, bytes, stamp }: Backup, warnings: readonly string[]): string {
  const { environment, target, serverVersion, tool, migrations, verified, file, reference, beganAt, finishedAt } = stamp;
  const facts = [
    `Database: \`${target}\`, server ${serverVersion}`,
    file === null ? `Snapshot: ${reference}` : `File: \`${path}\`, ${byteWords(bytes)}`,
    `Made by ${tool}, ${beganAt} to ${finishedAt}`,
    `Holds ${migrations === null ? 'migrations that are not known' : heldWords(migrations)}`,
    ...verified.map((check) => `✓ ${check}`),
    ...warnings.map((warning) => `! ${warning}`),
  ];
  return `# Backup of ${environment}\n\n${facts.map((fact) => `- ${fact}`).join('\n')}\n`;
}
