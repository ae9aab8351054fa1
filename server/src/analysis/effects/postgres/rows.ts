import { allChildrenOf, findTable, indexesOf, resolveRelation } from '../../catalog/resolve';
import type { Expression } from '../../operation/expression';
import type { Name } from '../../operation/name';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import { together } from '../merge';
import { fails, locking, scanning, tableWithChildren, withRows } from '../parts';
import { locksOfDeletion, locksOfKeyChange, referencedOnWrite } from './foreign-key-triggers';
import { accessOf } from './queries';
import { source } from './source';

/** Statements that read or change rows. */
export const rowFacts = {
  'insert-rows': [
    {
      id: 'insert-rows/references',
      aspect: 'foreign keys',
      when: (operation, at) => referencedOnWrite(operation, at, null).length > 0,
      effect: (operation, at) => locking('ROW SHARE', referencedOnWrite(operation, at, null)),
      why: 'The rows that the new ones reference are locked against deletion.',
      source: source.foreignKeys,
    },
    {
      id: 'insert-rows/from-query',
      when: (operation) => operation.source.type === 'query',
      effect: (operation, at) => together(writesTo(operation.table, at), accessOf(operation.query, at), { grows: true }),
      why: 'As many rows are written as the query yields; other reads and writes go on.',
      source: source.insert,
    },
    {
      id: 'insert-rows/values',
      effect: (operation, at) => together(writesTo(operation.table, at), accessOf(operation.query, at)),
      why: 'Other reads and writes go on.',
      source: source.insert,
    },
  ],
  'update-rows': [
    {
      id: 'update-rows/references',
      aspect: 'foreign keys',
      when: (operation, at) =>
        referencedOnWrite(
          operation,
          at,
          operation.columns.map(({ text }) => text),
        ).length > 0,
      effect: (operation, at) =>
        locking(
          'ROW SHARE',
          referencedOnWrite(
            operation,
            at,
            operation.columns.map(({ text }) => text),
          ),
        ),
      why: 'The rows that the changed ones reference are locked against deletion.',
      source: source.foreignKeys,
    },
    {
      id: 'update-rows/referenced-key',
      aspect: 'referencing',
      when: (operation, at) => locksOfKeyChange(operation, at).size > 0,
      effect: (operation, at) => ({ locks: locksOfKeyChange(operation, at) }),
      why: 'Rows of other tables that reference the changed key are looked for, or changed too.',
      source: source.foreignKeys,
    },
    {
      id: 'update-rows/indexed',
      when: (operation, at) => isFoundByIndex(operation.where, operation.table, at),
      effect: (operation, at) => together(writesToFamily(operation.table, at), accessOf(operation.query, at)),
      why: 'The rows are found by an index; they stay locked against other changes until the end of the transaction.',
      source: source.update,
    },
    {
      id: 'update-rows/scan',
      effect: (operation, at) =>
        together(writesToFamily(operation.table, at), accessOf(operation.query, at), readsAll(operation.table, at)),
      why: 'The whole table is read; changed rows stay locked against other changes until the end of the transaction.',
      source: source.update,
    },
  ],
  'delete-rows': [
    {
      id: 'delete-rows/referencing',
      aspect: 'referencing',
      when: (operation, at) => locksOfDeletion(operation, at).size > 0,
      effect: (operation, at) => ({ locks: locksOfDeletion(operation, at) }),
      why: 'Rows of other tables that reference the deleted ones are looked for, or deleted or changed too.',
      source: source.foreignKeys,
    },
    {
      id: 'delete-rows/indexed',
      when: (operation, at) => isFoundByIndex(operation.where, operation.table, at),
      effect: (operation, at) => together(writesToFamily(operation.table, at), accessOf(operation.query, at)),
      why: 'The rows are found by an index; they stay locked against other changes until the end of the transaction.',
      source: source.delete,
    },
    {
      id: 'delete-rows/scan',
      effect: (operation, at) =>
        together(writesToFamily(operation.table, at), accessOf(operation.query, at), readsAll(operation.table, at)),
      why: 'The whole table is read; deleted rows stay locked against other changes until the end of the transaction.',
      source: source.delete,
    },
  ],
  'merge-rows': [
    {
      id: 'merge-rows/before-15',
      when: (_, { server }) => server.version < 15,
      effect: () => fails('42601', 'certain', 'MERGE exists since PostgreSQL 15'),
      why: 'MERGE exists since PostgreSQL 15.',
      source: source.merge,
    },
    {
      id: 'merge-rows/writes',
      effect: (operation, at) => together(writesTo(operation.table, at), accessOf(operation.query, at), { grows: true }),
      why: 'Changed rows stay locked against other changes until the end of the transaction.',
      source: source.merge,
    },
  ],
  'copy-rows': [
    {
      id: 'copy-rows/from',
      when: ({ direction }) => direction === 'from',
      effect: (operation, at) => (operation.table === null ? {} : together(writesTo(operation.table, at), { grows: true })),
      why: 'Rows are added; other reads and writes go on.',
      source: source.copy,
    },
    {
      id: 'copy-rows/to',
      effect: (operation, at) => {
        const table = operation.table === null ? null : findTable(at.before, operation.table);
        return table === null ? {} : together(locking('ACCESS SHARE', [table.id]), scanning(at, [table.id]));
      },
      why: 'The whole table is read; other reads and writes go on.',
      source: source.copy,
    },
  ],
  'select-rows': [
    {
      id: 'select-rows/reads',
      effect: (operation, at) => accessOf(operation.query, at),
      why: 'Other reads and writes go on.',
      source: source.select,
    },
  ],
  'call-procedure': [
    {
      id: 'call-procedure/not-followed',
      effect: () => ({}),
      why: 'What the procedure does is not followed.',
      source: source.call,
    },
  ],
} satisfies Partial<FactTable>;

function writesTo(name: Name, at: EffectContext): EffectParts {
  const relation = resolveRelation(at.before, name);
  return relation?.kind === 'table' || relation?.kind === 'view' ? locking('ROW EXCLUSIVE', [relation.id]) : {};
}

/** UPDATE and DELETE reach partitions and children. */
function writesToFamily(name: Name, at: EffectContext): EffectParts {
  return locking('ROW EXCLUSIVE', tableWithChildren(name, at));
}

function readsAll(name: Name, at: EffectContext): EffectParts {
  const table = findTable(at.before, name);
  return table === null ? { grows: true } : scanning(at, withRows(at, [table.id, ...allChildrenOf(at.before, table.id)]));
}

/** Whether the condition fixes the first column of an index: then the planner has no need to read the whole table. */
function isFoundByIndex(where: Expression | null, name: Name, at: EffectContext): boolean {
  const table = findTable(at.before, name);
  if (where === null || table === null) return false;
  const fixed = new Set(where.comparisons.filter(({ operator }) => operator === '=' || operator === 'in').map(({ column }) => column));
  return indexesOf(at.before, table.id).some((index) => {
    const [first] = index.keys;
    return index.where === null && first?.type === 'column' && fixed.has(first.column);
  });
}
