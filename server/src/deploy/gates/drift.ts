import type { Gate } from './gate';

/** The database is what its history says. */
export const drift: Gate = {
  id: 'drift',
  title: 'Drift',
  unanswered: 'skipped',
  check: async () => ({ state: 'skipped', evidence: 'The database is not compared with its history yet.' }),
};
