import type { Index, ObjectId } from '../../catalog/catalog';
import { allPartitionsOf, findIndex, findTable, idForNew, indexesOf, relationAt, resolveRelation } from '../../catalog/resolve';
import type { CreateIndex, DropIndex, Reindex } from '../../operation/index-operation';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import { together } from '../merge';
import { building, fails, idOfIndex, locking, scanning, withRows } from '../parts';
import { dependentsOfKey, droppingUnder, noDependents } from './dependents';
import { source } from './source';

/** `CREATE | DROP | ALTER INDEX`, `REINDEX`. */
export const indexFacts = {
  'create-index': [
    {
      id: 'create-index/nulls-not-distinct-before-15',
      aspect: 'syntax',
      when: ({ nullsNotDistinct }, { server }) => nullsNotDistinct && server.version < 15,
      effect: () => fails('42601', 'certain', 'NULLS NOT DISTINCT exists since PostgreSQL 15'),
      why: 'NULLS NOT DISTINCT exists since PostgreSQL 15.',
      source: source.createIndex,
    },
    {
      id: 'create-index/concurrently-on-partitioned',
      aspect: 'refused',
      when: (operation, at) => operation.concurrently && !operation.only && partitionsUnder(operation, at) !== null,
      effect: (operation) => fails('0A000', 'certain', `"${operation.table.name}" is partitioned`),
      why: 'An index on a partitioned table cannot be built concurrently: build it on each partition and attach it.',
      source: source.createIndexConcurrently,
    },
    {
      id: 'create-index/concurrently',
      when: ({ concurrently }) => concurrently,
      effect: (operation, at) =>
        together(buildsOver(operation, at, 'SHARE UPDATE EXCLUSIVE'), duplicates(operation), { transactional: false }),
      why: 'The table is read twice while reads and writes go on; it waits for older transactions.',
      source: source.createIndexConcurrently,
    },
    {
      id: 'create-index/only-parent',
      when: (operation, at) => operation.only && partitionsUnder(operation, at) !== null,
      effect: (operation, at) => {
        const found = resolveRelation(at.before, operation.table);
        return found === null ? {} : together(locking('SHARE', [found.id]), creates(operation, at));
      },
      why: 'On the parent alone nothing is built: the index becomes valid when every partition has its own attached.',
      source: source.createIndex,
    },
    {
      id: 'create-index/blocks-writes',
      effect: (operation, at) => together(buildsOver(operation, at, 'SHARE'), duplicates(operation), creates(operation, at)),
      why: 'The index is built over every row; writes to the table wait until the transaction ends.',
      source: source.createIndex,
    },
  ],
  'drop-index': [
    {
      id: 'drop-index/of-constraint',
      aspect: 'constraint',
      when: (operation, at) => (droppedIndex(operation, at)?.constraint ?? null) !== null,
      effect: (operation, at) =>
        fails('2BP01', 'certain', `constraint "${droppedIndex(operation, at)?.constraint ?? ''}" requires the index`),
      why: 'The index of a constraint goes with the constraint only.',
      source: source.dropIndex,
    },
    {
      id: 'drop-index/key-in-use',
      aspect: 'dependents',
      when: (operation, at) => keyDependents(operation, at).relations.length > 0,
      effect: (operation, at) => droppingUnder(keyDependents(operation, at), operation.cascade, `index "${operation.index.name}"`),
      why: 'Foreign keys need the uniqueness: they go with CASCADE; without it the server refuses.',
      source: source.dependencies,
    },
    {
      id: 'drop-index/concurrently',
      when: ({ concurrently }) => concurrently,
      effect: (operation, at) => together(locksIndexTables(operation, at, 'SHARE UPDATE EXCLUSIVE'), { transactional: false }),
      why: 'It waits for older transactions; reads and writes go on.',
      source: source.dropIndex,
    },
    {
      id: 'drop-index/blocks',
      effect: (operation, at) => locksIndexTables(operation, at, 'ACCESS EXCLUSIVE'),
      why: 'The table itself is locked against reads and writes for a moment.',
      source: source.dropIndex,
    },
  ],
  'rename-index': [
    {
      id: 'rename-index/of-table',
      when: (operation, at) => ['table', 'view'].includes(resolveRelation(at.before, operation.index)?.kind ?? ''),
      effect: (operation, at) => {
        const found = resolveRelation(at.before, operation.index);
        return found === null ? {} : locking('ACCESS EXCLUSIVE', [found.id]);
      },
      why: 'ALTER INDEX also renames a table: only the name in the catalog changes.',
      source: source.alterIndex,
    },
    {
      id: 'rename-index/instant',
      effect: () => ({}),
      why: 'Only the name of the index changes; its table is not locked.',
      source: source.alterIndex,
    },
  ],
  reindex: [
    {
      id: 'reindex/whole-database',
      when: ({ target }) => target === 'schema' || target === 'database' || target === 'system',
      effect: () => ({ transactional: false, grows: true }),
      why: 'It goes from table to table in transactions of its own.',
      source: source.reindex,
    },
    {
      id: 'reindex/concurrently',
      when: ({ concurrently }) => concurrently,
      effect: (operation, at) => together(rebuilds(operation, at, 'SHARE UPDATE EXCLUSIVE'), { transactional: false }),
      why: 'Each index is built beside the old one while reads and writes go on.',
      source: source.reindex,
    },
    {
      id: 'reindex/blocks',
      effect: (operation, at) => rebuilds(operation, at, 'SHARE'),
      why: 'Indexes are built anew over every row: writes wait, and so do reads that would use the index.',
      source: source.reindex,
    },
  ],
  'attach-index': [
    {
      id: 'attach-index/instant',
      effect: (operation, at) =>
        locking(
          'ACCESS SHARE',
          [operation.index, operation.child].flatMap((name) => findIndex(at.before, name)?.index.table ?? []),
        ),
      why: 'Only the catalog changes.',
      source: source.alterIndex,
    },
  ],
  'set-index-option': [
    {
      id: 'set-index-option/instant',
      effect: () => ({}),
      why: 'Only the index is locked, not its table.',
      source: source.alterIndex,
    },
  ],
} satisfies Partial<FactTable>;

/** The partitions below a partitioned table; null where the table is not partitioned. */
function partitionsUnder(operation: CreateIndex, at: EffectContext): readonly ObjectId[] | null {
  const found = findTable(at.before, operation.table);
  return found === null || found.table.partitionBy === null ? null : allPartitionsOf(at.before, found.id);
}

function buildsOver(operation: CreateIndex, at: EffectContext, mode: 'SHARE' | 'SHARE UPDATE EXCLUSIVE'): EffectParts {
  const found = resolveRelation(at.before, operation.table);
  if (found === null) return {};
  const relations = [found.id, ...(partitionsUnder(operation, at) ?? [])];
  return together(locking(mode, relations), building(at, found.id, relations, operation.name?.text ?? null));
}

function duplicates(operation: CreateIndex): EffectParts {
  return operation.unique ? fails('23505', 'rows', `two rows of "${operation.table.name}" have the same key`) : {};
}

function creates(operation: CreateIndex, at: EffectContext): EffectParts {
  return operation.name === null ? {} : { creates: [idForNew(at.before, { schema: operation.table.schema, name: operation.name.text })] };
}

function droppedIndex(operation: DropIndex, at: EffectContext): Index | null {
  return findIndex(at.before, operation.index)?.index ?? null;
}

function keyDependents(operation: DropIndex, at: EffectContext) {
  const index = droppedIndex(operation, at);
  if (index === null || !index.unique || index.constraint !== null) return noDependents;
  const others = indexesOf(at.before, index.table).filter((other) => idOfIndex(other) !== idOfIndex(index));
  return dependentsOfKey(at, index.table, index, others);
}

function locksIndexTables(operation: DropIndex, at: EffectContext, mode: 'ACCESS EXCLUSIVE' | 'SHARE UPDATE EXCLUSIVE'): EffectParts {
  const index = droppedIndex(operation, at);
  if (index === null) return {};
  return together(locking(mode, [index.table, ...allPartitionsOf(at.before, index.table)]), { drops: [idOfIndex(index)] });
}

function rebuilds(operation: Reindex, at: EffectContext, mode: 'SHARE' | 'SHARE UPDATE EXCLUSIVE'): EffectParts {
  const indexes = reindexed(operation, at);
  const tables = [...new Set(indexes.map((index) => index.table))];
  const named = operation.target === 'table' ? resolveRelation(at.before, operation.name) : null;
  const locked = named === null ? tables : [named.id, ...allPartitionsOf(at.before, named.id)];
  return together(locking(mode, locked), { reindexes: indexes.map(idOfIndex) }, tables.length === 0 ? {} : scanning(at, tables));
}

/** Every index that REINDEX builds anew, those on partitions included. */
function reindexed(operation: Reindex, at: EffectContext): readonly Index[] {
  const found = resolveRelation(at.before, operation.name);
  if (found === null) return [];
  if (found.kind === 'index') return [found.index, ...partsOf(found.id, at)].filter((index) => isStored(index, at));
  return withRows(at, [found.id, ...allPartitionsOf(at.before, found.id)]).flatMap((relation) => indexesOf(at.before, relation));
}

function partsOf(index: ObjectId, at: EffectContext): readonly Index[] {
  return [...at.before.indexes.values()].filter((part) => part.partOf === index);
}

function isStored(index: Index, at: EffectContext): boolean {
  const relation = relationAt(at.before, index.table);
  return relation?.kind !== 'table' || relation.table.partitionBy === null;
}
