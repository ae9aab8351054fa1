import type { ObjectId } from '../../catalog/catalog';
import { allChildrenOf, findTable, indexesOf, referencesTo, resolveRelation } from '../../catalog/resolve';
import type { DeleteRows, InsertRows, Truncate, UpdateRows } from '../../operation/data';
import type { Expression } from '../../operation/expression';
import type { Name } from '../../operation/name';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import { type LockMode, lockModes } from '../lock-mode';
import { together } from '../merge';
import { fails, idOfIndex, locking, quoted, rewriting, scanning, withRows } from '../parts';
import { foreignKeysOf } from './dependents';
import { accessOf } from './queries';
import { source } from './source';

/** Statements that read or change rows, and the maintenance of tables. */
export const dataFacts = {
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
  truncate: [
    {
      id: 'truncate/referenced',
      aspect: 'referencing',
      when: (operation, at) => !operation.cascade && referencingTruncated(operation, at).length > 0,
      effect: (operation, at) =>
        fails('0A000', 'certain', `${referencingTruncated(operation, at).map(quoted).join(', ')} references the table`),
      why: 'A table that a foreign key references can only be emptied together with the referencing one.',
      source: source.truncate,
    },
    {
      id: 'truncate/partition-before-14',
      aspect: 'parent',
      when: (operation, at) => at.server.version < 14 && parentOf(operation, at) !== null,
      effect: (operation, at) => {
        const parent = parentOf(operation, at);
        return parent === null ? {} : locking('ACCESS SHARE', [parent]);
      },
      why: 'The parent of the partition is only looked up.',
      source: source.measured,
    },
    {
      id: 'truncate/cascade',
      when: ({ cascade }) => cascade,
      effect: (operation, at) => empties(cascadeOf(operation, at), at),
      why: 'CASCADE empties every table that references it, directly or through others.',
      source: source.truncate,
    },
    {
      id: 'truncate/empties',
      effect: (operation, at) => empties(tableWithChildren(operation.table, at), at),
      why: 'The table gets a new, empty file: quick, but reads and writes wait, and every row is gone.',
      source: source.truncate,
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
  'lock-tables': [
    {
      id: 'lock-tables/locks',
      effect: (operation, at) => {
        const mode = lockModes.find((candidate) => candidate === operation.mode.toUpperCase()) ?? 'ACCESS EXCLUSIVE';
        return locking(
          mode,
          operation.tables.flatMap((name) => tableWithChildren(name, at)),
        );
      },
      why: 'The lock is held until the end of the transaction.',
      source: source.lock,
    },
  ],
  analyze: [
    {
      id: 'analyze/samples',
      effect: (operation, at) =>
        operation.table === null ? {} : locking('SHARE UPDATE EXCLUSIVE', tableWithChildren(operation.table, at)),
      why: 'A sample of the rows is read; reads and writes go on.',
      source: source.analyze,
    },
  ],
  vacuum: [
    {
      id: 'vacuum/full',
      when: ({ full }) => full,
      effect: (operation, at) => {
        const table = operation.table === null ? null : findTable(at.before, operation.table);
        const relations = table === null ? [] : [table.id];
        return together(locking('ACCESS EXCLUSIVE', relations), rewriting(at, relations), { transactional: false, grows: true });
      },
      why: 'The whole table is copied while reads and writes wait.',
      source: source.vacuum,
    },
    {
      id: 'vacuum/reads-and-writes-go-on',
      effect: (operation, at) =>
        together(operation.table === null ? {} : locking('SHARE UPDATE EXCLUSIVE', tableWithChildren(operation.table, at)), {
          transactional: false,
          grows: true,
        }),
      why: 'It goes through the table while reads and writes go on.',
      source: source.vacuum,
    },
  ],
  cluster: [
    {
      id: 'cluster/all',
      when: ({ table }) => table === null,
      effect: () => ({ transactional: false, grows: true }),
      why: 'It goes from table to table in transactions of its own.',
      source: source.cluster,
    },
    {
      id: 'cluster/rewrite',
      effect: (operation, at) => {
        const table = operation.table === null ? null : findTable(at.before, operation.table);
        return table === null ? {} : together(locking('ACCESS EXCLUSIVE', [table.id]), rewriting(at, [table.id]));
      },
      why: 'The whole table is written anew in the order of the index while reads and writes wait.',
      source: source.cluster,
    },
  ],
} satisfies Partial<FactTable>;

function tableWithChildren(name: Name, at: EffectContext): readonly ObjectId[] {
  const relation = resolveRelation(at.before, name);
  if (relation?.kind === 'view') return [relation.id];
  return relation?.kind === 'table' ? [relation.id, ...allChildrenOf(at.before, relation.id)] : [];
}

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

/** Tables that new values of these columns reference; of all columns with null. */
function referencedOnWrite(operation: InsertRows | UpdateRows, at: EffectContext, columns: readonly string[] | null): readonly ObjectId[] {
  const table = findTable(at.before, operation.table);
  if (table === null) return [];
  return foreignKeysOf(table.table)
    .filter((key) => columns === null || key.columns.some((column) => columns.includes(column)))
    .map((key) => key.references)
    .filter((id) => id !== table.id);
}

/** What the triggers of foreign keys do in the tables that reference deleted rows, and in those that reference these. */
function locksOfDeletion(operation: DeleteRows, at: EffectContext): ReadonlyMap<ObjectId, LockMode> {
  const locks = new Map<ObjectId, LockMode>();
  const table = findTable(at.before, operation.table);
  if (table !== null) followDeletion(table.id, at, locks);
  if (table !== null) locks.delete(table.id);
  return locks;
}

function followDeletion(id: ObjectId, at: EffectContext, locks: Map<ObjectId, LockMode>): void {
  for (const { table, constraint } of referencesTo(at.before, id)) {
    if (constraint.onDelete === 'no-action' || constraint.onDelete === 'restrict') {
      if (!locks.has(table)) locks.set(table, 'ROW SHARE');
      continue;
    }
    const followed = locks.get(table) === 'ROW EXCLUSIVE';
    locks.set(table, 'ROW EXCLUSIVE');
    if (constraint.onDelete === 'cascade' && !followed) followDeletion(table, at, locks);
  }
}

function locksOfKeyChange(operation: UpdateRows, at: EffectContext): ReadonlyMap<ObjectId, LockMode> {
  const locks = new Map<ObjectId, LockMode>();
  const table = findTable(at.before, operation.table);
  if (table === null) return locks;
  const changed = operation.columns.map(({ text }) => text);
  for (const { table: referencing, constraint } of referencesTo(at.before, table.id)) {
    if (!constraint.referencedColumns.some((column) => changed.includes(column))) continue;
    const passive = constraint.onUpdate === 'no-action' || constraint.onUpdate === 'restrict';
    locks.set(referencing, passive ? 'ROW SHARE' : 'ROW EXCLUSIVE');
  }
  return locks;
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

function parentOf(operation: Truncate, at: EffectContext): ObjectId | null {
  return findTable(at.before, operation.table)?.table.partitionOf?.parent ?? null;
}

function referencingTruncated(operation: Truncate, at: EffectContext): readonly ObjectId[] {
  const gone = new Set(operation.together.flatMap((name) => tableWithChildren(name, at)));
  return tableWithChildren(operation.table, at)
    .flatMap((id) => referencesTo(at.before, id).map(({ table }) => table))
    .filter((id) => !gone.has(id));
}

/** The table and all that reference it, directly or through others. */
function cascadeOf(operation: Truncate, at: EffectContext): readonly ObjectId[] {
  const reached = new Set(tableWithChildren(operation.table, at));
  for (const id of reached) for (const { table } of referencesTo(at.before, id)) reached.add(table);
  return [...reached];
}

function empties(relations: readonly ObjectId[], at: EffectContext): EffectParts {
  return together(locking('ACCESS EXCLUSIVE', relations), {
    rewrites: withRows(at, relations),
    reindexes: withRows(at, relations).flatMap((relation) => indexesOf(at.before, relation).map(idOfIndex)),
  });
}
