import type { ObjectId } from '../../catalog/catalog';
import { allChildrenOf } from '../../catalog/resolve';
import type { DropTable } from '../../operation/table';
import type { EffectContext, FactTable } from '../effect';
import { together } from '../merge';
import { defaultPartitionOf, fails, locking, onTarget, tableIds, targetOf } from '../parts';
import { dependentsOfTable, droppingUnder, foreignKeysOf, noDependents } from './dependents';
import { source } from './source';

/** `DROP TABLE`, and what it takes along. */
export const dropTableFacts = {
  'drop-table': [
    {
      id: 'drop-table/referenced',
      aspect: 'foreign keys',
      when: (operation, at) => referencedTablesOfDropped(operation, at).length > 0,
      effect: (operation, at) => locking('ACCESS EXCLUSIVE', referencedTablesOfDropped(operation, at)),
      why: 'Its foreign keys have triggers on the tables that they reference: those are locked to remove them.',
      source: source.measured,
    },
    {
      id: 'drop-table/dependents',
      aspect: 'dependents',
      when: (operation, at) => dependentsOfDropped(operation, at).relations.length > 0,
      effect: (operation, at) => droppingUnder(dependentsOfDropped(operation, at), operation.cascade, `table "${operation.table.name}"`),
      why: 'Views and foreign keys of other tables go with CASCADE; without it the server refuses.',
      source: source.dropTable,
    },
    {
      id: 'drop-table/inherited',
      aspect: 'children',
      when: (operation, at) => !operation.cascade && inheritingTables(operation, at).length > 0,
      effect: (operation) => fails('2BP01', 'certain', `other tables inherit from "${operation.table.name}"`),
      why: 'Tables that inherit from it go with CASCADE; without it the server refuses.',
      source: source.dropTable,
    },
    {
      id: 'drop-table/partition',
      aspect: 'parent',
      when: (operation, at) => (targetOf(operation, at)?.table.partitionOf ?? null) !== null,
      effect: (operation, at) =>
        onTarget(operation, at, ({ table: { partitionOf } }) =>
          locking(
            'ACCESS EXCLUSIVE',
            partitionOf === null ? [] : [partitionOf.parent, ...listOf(defaultPartitionOf(partitionOf.parent, at))],
          ),
        ),
      why: 'The parent loses a partition: reads and writes of the whole partitioned table wait for a moment.',
      source: source.partitions,
    },
    {
      id: 'drop-table/drops',
      effect: (operation, at) => onTarget(operation, at, ({ family }) => together(locking('ACCESS EXCLUSIVE', family), { drops: family })),
      why: 'The table and its rows are gone with the commit.',
      source: source.dropTable,
    },
  ],
} satisfies Partial<FactTable>;

/** The tables that the statement drops, those below them included. */
function droppedTogether(operation: DropTable, at: EffectContext): ReadonlySet<ObjectId> {
  return new Set(tableIds(operation.together, at).flatMap((id) => [id, ...allChildrenOf(at.before, id)]));
}

function referencedTablesOfDropped(operation: DropTable, at: EffectContext): readonly ObjectId[] {
  const target = targetOf(operation, at);
  if (target === null) return [];
  const tables = target.family.flatMap((id) => at.before.tables.get(id) ?? []);
  const gone = droppedTogether(operation, at);
  return tables
    .flatMap(foreignKeysOf)
    .map((key) => key.references)
    .filter((id) => !gone.has(id));
}

function dependentsOfDropped(operation: DropTable, at: EffectContext) {
  const target = targetOf(operation, at);
  return target === null ? noDependents : dependentsOfTable(at, target.id, droppedTogether(operation, at));
}

function inheritingTables(operation: DropTable, at: EffectContext): readonly ObjectId[] {
  const target = targetOf(operation, at);
  const gone = new Set(tableIds(operation.together, at));
  return target === null
    ? []
    : target.family.filter((id) => at.before.tables.get(id)?.inherits.includes(target.id) === true && !gone.has(id));
}

function listOf<T>(value: T | null): readonly T[] {
  return value === null ? [] : [value];
}
