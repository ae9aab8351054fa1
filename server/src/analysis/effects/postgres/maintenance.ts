import type { ObjectId } from '../../catalog/catalog';
import { findTable, indexesOf, referencesTo } from '../../catalog/resolve';
import type { Truncate } from '../../operation/data';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import { lockModes } from '../lock-mode';
import { together } from '../merge';
import { fails, idOfIndex, locking, quoted, rewriting, tableWithChildren, withRows } from '../parts';
import { source } from './source';

/** `TRUNCATE`, `LOCK TABLE` and the maintenance of tables. */
export const maintenanceFacts = {
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
