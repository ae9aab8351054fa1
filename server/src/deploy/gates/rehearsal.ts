import type { Gate } from './gate';

/** What is pending has run on a copy. */
export const rehearsal: Gate = {
  id: 'rehearsal',
  title: 'Rehearsal',
  unanswered: 'skipped',
  check: async () => ({ state: 'skipped', evidence: 'Rehearsals are not looked at yet.' }),
};
