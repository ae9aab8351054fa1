import { clipped } from '../wording/wording';
import { operationRule } from './rule';

export const statementNotAnalysed = operationRule({
  id: 'statement-not-analysed',
  severity: 'information',
  summary: 'A statement, or a part of it, could not be analysed.',
  help: 'Look at this statement yourself: Lockstep does not know what it locks, rewrites or loses.',
  speaks: 'sql',
  on: ['unknown'],
  detect: ({ reason }) => [{ message: `Not analysed: ${clipped(reason)}.` }],
});
