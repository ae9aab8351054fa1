import { allPartitionsOf, findTable, resolveRelation } from '../../catalog/resolve';
import type { Name } from '../../operation/name';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import type { LockMode } from '../lock-mode';
import { fails, locking } from '../parts';
import { source } from './source';

/** Triggers, rules and row security. */
export const triggerFacts = {
  'create-trigger': [
    {
      id: 'create-trigger/or-replace-before-14',
      when: ({ orReplace }, { server }) => orReplace && server.version < 14,
      effect: () => fails('42601', 'certain', 'CREATE OR REPLACE TRIGGER exists since PostgreSQL 14'),
      why: 'CREATE OR REPLACE TRIGGER exists since PostgreSQL 14.',
      source: source.createTrigger,
    },
    {
      id: 'create-trigger/blocks-writes',
      effect: (operation, at) =>
        operation.forEachRow
          ? locksWithPartitions('SHARE ROW EXCLUSIVE', operation.table, at)
          : locksOnly('SHARE ROW EXCLUSIVE', operation.table, at),
      why: 'Writes to the table wait for a moment.',
      source: source.createTrigger,
    },
  ],
  'drop-trigger': [
    {
      id: 'drop-trigger/blocks',
      effect: (operation, at) => locksWithPartitions('ACCESS EXCLUSIVE', operation.table, at),
      why: 'Reads and writes of the table wait for a moment.',
      source: source.dropTrigger,
    },
  ],
  'rename-trigger': [
    {
      id: 'rename-trigger/blocks',
      effect: (operation, at) => locksOnly('ACCESS EXCLUSIVE', operation.table, at),
      why: 'Only the name in the catalog changes; reads and writes wait for a moment.',
      source: source.createTrigger,
    },
  ],
  'set-trigger-state': [
    {
      id: 'set-trigger-state/blocks-writes',
      effect: (operation, at) => locksOnly('SHARE ROW EXCLUSIVE', operation.table, at),
      why: 'Writes to the table wait for a moment.',
      source: source.alterTable,
    },
  ],
  'create-policy': [
    {
      id: 'create-policy/blocks',
      effect: (operation, at) => locksOnly('ACCESS EXCLUSIVE', operation.table, at),
      why: 'Reads and writes of the table wait for a moment.',
      source: source.rowSecurity,
    },
  ],
  'alter-policy': [
    {
      id: 'alter-policy/blocks',
      effect: (operation, at) => locksOnly('ACCESS EXCLUSIVE', operation.table, at),
      why: 'Reads and writes of the table wait for a moment.',
      source: source.rowSecurity,
    },
  ],
  'drop-policy': [
    {
      id: 'drop-policy/blocks',
      effect: (operation, at) => locksOnly('ACCESS EXCLUSIVE', operation.table, at),
      why: 'Reads and writes of the table wait for a moment.',
      source: source.rowSecurity,
    },
  ],
  'set-row-security': [
    {
      id: 'set-row-security/blocks',
      effect: (operation, at) => locksOnly('ACCESS EXCLUSIVE', operation.table, at),
      why: 'Only the catalog changes; reads and writes wait for a moment.',
      source: source.rowSecurity,
    },
  ],
  'create-rule': [
    {
      id: 'create-rule/blocks',
      effect: (operation, at) => locksOnly('ACCESS EXCLUSIVE', operation.table, at),
      why: 'Reads and writes of the table wait for a moment.',
      source: source.rules,
    },
  ],
  'drop-rule': [
    {
      id: 'drop-rule/blocks',
      effect: (operation, at) => locksOnly('ACCESS EXCLUSIVE', operation.table, at),
      why: 'Reads and writes of the table wait for a moment.',
      source: source.rules,
    },
  ],
} satisfies Partial<FactTable>;

/** A lock on the table or view that the name means. */
function locksOnly(mode: LockMode, name: Name, at: EffectContext): EffectParts {
  const found = resolveRelation(at.before, name);
  return found?.kind === 'table' || found?.kind === 'view' ? locking(mode, [found.id]) : {};
}

/** Partitions get the trigger too. */
function locksWithPartitions(mode: LockMode, name: Name, at: EffectContext): EffectParts {
  const table = findTable(at.before, name);
  return table === null ? locksOnly(mode, name, at) : locking(mode, [table.id, ...allPartitionsOf(at.before, table.id)]);
}
