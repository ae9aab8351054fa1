import { quoted } from '../wording/wording';
import type { MigrationRule } from './rule';

export const migrationOutOfOrder: MigrationRule = {
  id: 'migration-out-of-order',
  severity: 'error',
  scope: 'migration',
  summary: 'A pending migration sorts before one that is already part of the history.',
  help: 'Rename its folder to a timestamp after the newest migration, unless it is already applied somewhere.',
  speaks: 'sql',
  detect: ({ migration }) => {
    const { name, newestInHistory, state } = migration;
    if (state !== 'pending' || newestInHistory === null || name > newestInHistory) return [];
    return [{ message: `This migration sorts before ${quoted(newestInHistory)}, which is history already.` }];
  },
};
