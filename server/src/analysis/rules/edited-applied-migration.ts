import type { MigrationRule } from './rule';

export const editedAppliedMigration: MigrationRule = {
  id: 'edited-applied-migration',
  severity: 'error',
  scope: 'migration',
  summary: 'A migration that is already part of the history was edited.',
  help: 'Restore its text, and write the change as a new migration. Databases that have it applied never see the edit.',
  speaks: 'sql',
  detect: ({ migration }) =>
    migration.state === 'edited' ? [{ message: 'This migration is history, and its text was changed since.' }] : [],
};
