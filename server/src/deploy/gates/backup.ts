import type { Gate } from './gate';

/** There is a way back: a backup that is fresh and was verified. */
export const backup: Gate = {
  id: 'backup',
  title: 'Backup',
  unanswered: 'blocked',
  check: async ({ withBackup }) =>
    withBackup
      ? { state: 'ok', evidence: 'A backup is made before the first statement.' }
      : { state: 'skipped', evidence: 'Backups are not looked at yet.' },
};
