import type { Operation, OperationKind } from './operation';

/**
 * The operations of one statement in the order in which the server carries them out. An ALTER TABLE goes through its clauses in
 * passes: what is dropped first, then changes of type, new columns, NOT NULL, new constraints, the rest. So
 * `SET NOT NULL, DROP CONSTRAINT c` has lost the proof of `c` when it looks for one. Other statements keep their order.
 * Source: AlterTablePass in src/backend/commands/tablecmds.c.
 */
export function inExecutionOrder(operations: readonly Operation[]): readonly Operation[] {
  if (operations.length < 2 || !operations.every(({ kind }) => passes.has(kind))) return operations;
  return [...operations].sort((a, b) => (passes.get(a.kind) ?? 0) - (passes.get(b.kind) ?? 0));
}

const order: readonly (readonly OperationKind[])[] = [
  ['drop-column', 'drop-constraint', 'drop-default', 'drop-not-null', 'drop-identity', 'drop-generation-expression'],
  ['change-type'],
  ['add-column', 'set-generation-expression'],
  ['set-not-null', 'add-not-null-constraint', 'set-column-option'],
  ['add-primary-key', 'add-unique', 'add-exclusion'],
  ['add-check', 'add-foreign-key', 'set-default', 'add-identity'],
  [
    'validate-constraint',
    'alter-constraint',
    'set-identity',
    'set-table-option',
    'set-trigger-state',
    'set-row-security',
    'attach-partition',
    'detach-partition',
  ],
];

/** The pass of each clause of ALTER TABLE that can stand beside others. */
const passes: ReadonlyMap<OperationKind, number> = new Map(order.flatMap((kinds, pass) => kinds.map((kind) => [kind, pass] as const)));
