import type { ObjectId } from '../../catalog/catalog';
import { findTable, idForNew, objectId, temporarySchema } from '../../catalog/resolve';
import type { CreateTable } from '../../operation/table';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import { together } from '../merge';
import { defaultPartitionOf, locking, tableIds } from '../parts';
import { accessOf } from './queries';
import { inlineForeignKeyWithoutKey } from './referenced-key';
import { source } from './source';

/** `CREATE TABLE`, and what it touches of the tables that exist. */
export const createTableFacts = {
  'create-table': [
    inlineForeignKeyWithoutKey('create-table'),
    {
      id: 'create-table/references',
      aspect: 'references',
      when: (operation, at) => referencedTables(operation, at).length > 0,
      effect: (operation, at) => locking('SHARE ROW EXCLUSIVE', referencedTables(operation, at)),
      why: 'A foreign key gives the referenced table triggers: writes to it wait for a moment.',
      source: source.createTable,
    },
    {
      id: 'create-table/partition',
      aspect: 'parent',
      when: ({ partitionOf }) => partitionOf !== null,
      effect: (operation, at) => {
        const parent = operation.partitionOf === null ? null : findTable(at.before, operation.partitionOf.parent);
        return parent === null ? {} : together(locking('ACCESS EXCLUSIVE', [parent.id]), defaultPartitionChecked(parent.id, operation, at));
      },
      why: 'The parent gets another partition: reads and writes of the whole partitioned table wait for a moment.',
      source: source.partitions,
    },
    {
      id: 'create-table/inherits',
      aspect: 'parent',
      when: ({ inherits }) => inherits.length > 0,
      effect: (operation, at) => locking('SHARE UPDATE EXCLUSIVE', tableIds(operation.inherits, at)),
      why: 'The parent is only marked as having a child.',
      source: source.measured,
    },
    {
      id: 'create-table/like',
      aspect: 'like',
      when: ({ like }) => like.length > 0,
      effect: (operation, at) =>
        locking(
          'ACCESS SHARE',
          tableIds(
            operation.like.map((one) => one.source),
            at,
          ),
        ),
      why: 'The other table is only read from the catalog.',
      source: source.createTable,
    },
    {
      id: 'create-table/as-query',
      aspect: 'query',
      when: ({ query }) => query !== null,
      effect: (operation, at) => (operation.query === null ? {} : together(accessOf(operation.query, at), { grows: true })),
      why: 'The query runs and its rows are written to the new table.',
      source: source.select,
    },
    {
      id: 'create-table/new',
      effect: (operation, at) => ({
        creates: [operation.temporary ? objectId(temporarySchema, operation.table.name) : idForNew(at.before, operation.table)],
      }),
      why: 'Nobody uses a table that is new.',
      source: source.createTable,
    },
  ],
} satisfies Partial<FactTable>;

function referencedTables(operation: CreateTable, at: EffectContext): readonly ObjectId[] {
  const constraints = [...operation.constraints, ...operation.columns.flatMap((column) => column.constraints)];
  const names = constraints.flatMap((constraint) => (constraint.type === 'foreign-key' ? [constraint.references] : []));
  return tableIds(names, at);
}

/** A DEFAULT partition is locked, and read to see that it holds no row of the new one. */
function defaultPartitionChecked(parent: ObjectId, operation: CreateTable, at: EffectContext): EffectParts {
  const other = operation.partitionOf?.bound.type === 'default' ? null : defaultPartitionOf(parent, at);
  if (other === null) return {};
  return { locks: new Map([[other, 'ACCESS EXCLUSIVE']]), scans: [other], grows: true };
}
