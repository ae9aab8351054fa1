import type { ObjectId } from '../../catalog/catalog';
import { allChildrenOf, findTable, indexesOf } from '../../catalog/resolve';
import type { AttachPartition, DetachPartition } from '../../operation/table';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import { together } from '../merge';
import { building, defaultPartitionOf, fails, locking, onTarget, scanning, targetOf } from '../parts';
import { provesBound } from '../proof';
import { foreignKeysOf, keyColumns } from './dependents';
import { source } from './source';

/** `ALTER TABLE … ATTACH | DETACH PARTITION`. */
export const partitionFacts = {
  'attach-partition': [
    {
      id: 'attach-partition/default-partition',
      aspect: 'default',
      when: (operation, at) => otherDefault(operation, at) !== null,
      effect: (operation, at) => {
        const other = otherDefault(operation, at);
        return other === null ? {} : together(locking('ACCESS EXCLUSIVE', [other]), scanning(at, [other]));
      },
      why: 'The DEFAULT partition is read to see that it holds no row of the new one.',
      source: source.partitions,
    },
    {
      id: 'attach-partition/indexes',
      aspect: 'indexes',
      when: (operation, at) => missingIndexes(operation, at) > 0,
      effect: (operation, at) => {
        const child = findTable(at.before, operation.partition);
        return child === null ? {} : building(at, operation.table.name, [child.id], null);
      },
      why: 'Indexes of the parent that the table lacks are built on it.',
      source: source.partitions,
    },
    {
      id: 'attach-partition/foreign-keys',
      aspect: 'foreign keys',
      when: (operation, at) => parentForeignKeyTargets(operation, at).length > 0,
      effect: (operation, at) => {
        const child = findTable(at.before, operation.partition);
        return together(
          locking('SHARE ROW EXCLUSIVE', parentForeignKeyTargets(operation, at)),
          child === null ? {} : scanning(at, [child.id]),
        );
      },
      why: 'Foreign keys of the parent are made for the partition too, and verified for its rows.',
      source: source.measured,
    },
    {
      id: 'attach-partition/proved',
      when: (operation, at) => isBoundProved(operation, at),
      effect: (operation, at) => attaching(operation, at),
      why: 'A valid CHECK shows that all rows fit, so the server does not look.',
      source: source.partitions,
    },
    {
      id: 'attach-partition/scan',
      effect: (operation, at) =>
        together(
          attaching(operation, at),
          scanning(at, childFamily(operation, at)),
          fails('23514', 'rows', `a row of "${operation.partition.name}" does not fit the partition`),
        ),
      why: 'Every row of the new partition is read, while it is locked, to see that it fits.',
      source: source.partitions,
    },
  ],
  'detach-partition': [
    {
      id: 'detach-partition/concurrently-before-14',
      when: ({ concurrently, finalize }, { server }) => (concurrently || finalize) && server.version < 14,
      effect: () => fails('42601', 'certain', 'DETACH PARTITION … CONCURRENTLY exists since PostgreSQL 14'),
      why: 'DETACH PARTITION … CONCURRENTLY exists since PostgreSQL 14.',
      source: source.alterTable,
    },
    {
      id: 'detach-partition/concurrently',
      when: ({ concurrently }) => concurrently,
      effect: (operation, at) =>
        together(
          onTarget(operation, at, ({ id }) => locking('SHARE UPDATE EXCLUSIVE', [id])),
          locking('ACCESS EXCLUSIVE', childFamily(operation, at).slice(0, 1)),
          otherDefault(operation, at) === null ? {} : fails('55000', 'certain', 'the table has a DEFAULT partition'),
          { transactional: false },
        ),
      why: 'It waits for older transactions between two of its own; reads and writes of the other partitions go on.',
      source: source.alterTable,
    },
    {
      id: 'detach-partition/before-14',
      when: (_, { server }) => server.version < 14,
      effect: (operation, at) => {
        const [child, ...below] = childFamily(operation, at);
        if (child === undefined) return {};
        const mode = isDefaultPartition(child, at) ? 'ACCESS EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE';
        return together(detaching(operation, at), locking(mode, [child]), locking('ACCESS EXCLUSIVE', below));
      },
      why: 'Reads and writes of the whole partitioned table wait for a moment.',
      source: source.alterTable,
    },
    {
      id: 'detach-partition/waits',
      effect: (operation, at) => together(detaching(operation, at), locking('ACCESS EXCLUSIVE', childFamily(operation, at))),
      why: 'Reads and writes of the whole partitioned table wait for a moment.',
      source: source.alterTable,
    },
  ],
} satisfies Partial<FactTable>;

type OnPartition = AttachPartition | DetachPartition;

/** The table that is attached or detached, and its own partitions. */
function childFamily(operation: OnPartition, at: EffectContext): readonly ObjectId[] {
  const child = findTable(at.before, operation.partition);
  return child === null ? [] : [child.id, ...allChildrenOf(at.before, child.id)];
}

function otherDefault(operation: OnPartition, at: EffectContext): ObjectId | null {
  const target = targetOf(operation, at);
  const other = target === null ? null : defaultPartitionOf(target.id, at);
  return other === findTable(at.before, operation.partition)?.id ? null : other;
}

function attaching(operation: AttachPartition, at: EffectContext): EffectParts {
  return onTarget(operation, at, ({ id }) =>
    together(locking('SHARE UPDATE EXCLUSIVE', [id]), locking('ACCESS EXCLUSIVE', childFamily(operation, at))),
  );
}

function detaching(operation: DetachPartition, at: EffectContext): EffectParts {
  const other = otherDefault(operation, at);
  return onTarget(operation, at, ({ id }) => locking('ACCESS EXCLUSIVE', other === null ? [id] : [id, other]));
}

function isDefaultPartition(id: ObjectId, at: EffectContext): boolean {
  return at.before.tables.get(id)?.partitionOf?.bound.type === 'default';
}

function isBoundProved(operation: AttachPartition, at: EffectContext): boolean {
  const parent = targetOf(operation, at)?.table.partitionBy ?? null;
  const child = findTable(at.before, operation.partition);
  return parent !== null && child !== null && provesBound(child.table, parent, operation.bound);
}

/** How many indexes of the parent have no counterpart on the table that is attached. */
function missingIndexes(operation: AttachPartition, at: EffectContext): number {
  const target = targetOf(operation, at);
  const child = findTable(at.before, operation.partition);
  if (target === null || child === null) return 0;
  const own = indexesOf(at.before, child.id).map((index) => `${index.method} ${index.unique} ${keyColumns(index)?.join(',')}`);
  return indexesOf(at.before, target.id).filter((index) => !own.includes(`${index.method} ${index.unique} ${keyColumns(index)?.join(',')}`))
    .length;
}

function parentForeignKeyTargets(operation: AttachPartition, at: EffectContext): readonly ObjectId[] {
  const target = targetOf(operation, at);
  return target === null ? [] : foreignKeysOf(target.table).map((key) => key.references);
}
