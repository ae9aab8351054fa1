import type { FactTable } from '../effect';
import { source } from './source';

/** The connection, its transaction, and what could not be read. */
export const sessionFacts = {
  'set-variable': [
    {
      id: 'set-variable/no-table',
      effect: () => ({}),
      why: 'Only the connection changes.',
      source: source.session,
    },
  ],
  'transaction-control': [
    {
      id: 'transaction-control/no-table',
      effect: () => ({}),
      why: 'It begins or ends a transaction: locks are held until the end.',
      source: source.transactions,
    },
  ],
  'session-other': [
    {
      id: 'session-other/refuses-transaction',
      when: ({ refusesTransaction }) => refusesTransaction,
      effect: () => ({ transactional: false }),
      why: 'The server refuses it inside a transaction block.',
      source: source.transactions,
    },
    {
      id: 'session-other/no-table',
      effect: () => ({}),
      why: 'No table is touched.',
      source: source.session,
    },
  ],
  unknown: [
    {
      id: 'unknown/not-analysed',
      effect: () => ({}),
      why: 'It could not be read: what it locks or changes is not known.',
      source: source.measured,
    },
  ],
} satisfies Partial<FactTable>;
