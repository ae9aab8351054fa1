import { clipped } from '../wording/wording';
import type { MigrationRule } from './rule';

export const syntaxError: MigrationRule = {
  id: 'syntax-error',
  severity: 'error',
  scope: 'migration',
  summary: 'PostgreSQL cannot read a statement.',
  help: 'Correct the statement at the marked place. As it stands, the migration fails with 42601.',
  speaks: 'sql',
  detect: ({ script }) =>
    script.errors.map(({ message, span, statement }) => ({ message: `The migration fails: ${clipped(message)}.`, span, statement })),
};
