import type { ObjectId } from '../../catalog/catalog';
import { allChildrenOf, findTable, idForNew, objectId, temporarySchema } from '../../catalog/resolve';
import type { CreateTable, DropTable, SetTableOption, TableOption } from '../../operation/table';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import { together } from '../merge';
import { fails, locking, locksTable, onTarget, rewriting, targetOf } from '../parts';
import { dependentsOfTable, droppingUnder, foreignKeysOf } from './dependents';
import { accessOf } from './queries';
import { source } from './source';

/** `CREATE | DROP | RENAME TABLE`, `SET SCHEMA`, and the options of a table as a whole. */
export const tableFacts = {
  'create-table': [
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
      effect: (operation, at) => locking('SHARE UPDATE EXCLUSIVE', idsOf(operation.inherits, at)),
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
          idsOf(
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
  'rename-table': [
    {
      id: 'rename-table/instant',
      effect: locksTable('ACCESS EXCLUSIVE'),
      why: 'Only the name in the catalog changes.',
      source: source.alterTable,
    },
  ],
  'move-table': [
    {
      id: 'move-table/instant',
      effect: locksTable('ACCESS EXCLUSIVE'),
      why: 'Only the catalog changes.',
      source: source.alterTable,
    },
  ],
  'set-table-option': [
    {
      id: 'set-table-option/access-method-before-15',
      when: ({ option }, { server }) => option === 'access-method' && server.version < 15,
      effect: () => fails('42601', 'certain', 'SET ACCESS METHOD exists since PostgreSQL 15'),
      why: 'SET ACCESS METHOD exists since PostgreSQL 15.',
      source: source.alterTable,
    },
    {
      id: 'set-table-option/persistence',
      when: changesPersistence,
      effect: rewritesTable,
      why: 'The whole table is copied into a file of the other kind.',
      source: source.alterTable,
    },
    {
      id: 'set-table-option/persistence-unchanged',
      when: ({ option }) => option === 'logged' || option === 'unlogged',
      effect: locksTable('ACCESS EXCLUSIVE'),
      why: 'The table is of that kind already.',
      source: source.alterTable,
    },
    {
      id: 'set-table-option/storage-parameters',
      when: ({ option, parameters }) => option === 'storage-parameters' && parameters.every((name) => !exclusiveParameters.has(name)),
      effect: locksTable('SHARE UPDATE EXCLUSIVE'),
      why: 'The parameter holds from now on: reads and writes go on.',
      source: source.alterTable,
    },
    {
      id: 'set-table-option/inherit',
      when: ({ option }) => option === 'inherit' || option === 'no-inherit',
      effect: (operation, at) => {
        const parent = operation.other === null ? null : findTable(at.before, operation.other);
        return together(
          locksTable('ACCESS EXCLUSIVE')(operation, at),
          parent === null ? {} : locking(operation.option === 'inherit' ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS SHARE', [parent.id]),
        );
      },
      why: 'Only the catalog changes.',
      source: source.alterTable,
    },
    {
      id: 'set-table-option/cluster-mark',
      when: ({ option }) => option === 'cluster-on' || option === 'without-cluster',
      effect: locksTable('SHARE UPDATE EXCLUSIVE'),
      why: 'Only the index for a later CLUSTER is noted.',
      source: source.alterTable,
    },
    {
      id: 'set-table-option/instant',
      effect: locksTable('ACCESS EXCLUSIVE'),
      why: 'Only the catalog changes. (A real change of tablespace or access method copies the table.)',
      source: source.alterTable,
    },
  ],
} satisfies Partial<FactTable>;

/** Storage parameters that the server changes only under ACCESS EXCLUSIVE. Source: reloptions.c. */
const exclusiveParameters: ReadonlySet<string> = new Set(['user_catalog_table']);

function changesPersistence(operation: SetTableOption, at: EffectContext): boolean {
  const table = targetOf(operation, at)?.table;
  const wanted: Partial<Record<TableOption, boolean>> = { logged: false, unlogged: true };
  const unlogged = wanted[operation.option];
  return table !== undefined && unlogged !== undefined && table.unlogged !== unlogged;
}

function rewritesTable(operation: SetTableOption, at: EffectContext): EffectParts {
  return onTarget(operation, at, ({ id }) => together(locking('ACCESS EXCLUSIVE', [id]), rewriting(at, [id])));
}

function idsOf(names: CreateTable['inherits'], at: EffectContext): readonly ObjectId[] {
  return names.flatMap((name) => findTable(at.before, name)?.id ?? []);
}

function referencedTables(operation: CreateTable, at: EffectContext): readonly ObjectId[] {
  const constraints = [...operation.constraints, ...operation.columns.flatMap((column) => column.constraints)];
  const names = constraints.flatMap((constraint) => (constraint.type === 'foreign-key' ? [constraint.references] : []));
  return idsOf(names, at);
}

/** A DEFAULT partition is locked, and read to see that it holds no row of the new one. */
function defaultPartitionChecked(parent: ObjectId, operation: CreateTable, at: EffectContext): EffectParts {
  const other = operation.partitionOf?.bound.type === 'default' ? null : defaultPartitionOf(parent, at);
  if (other === null) return {};
  return { locks: new Map([[other, 'ACCESS EXCLUSIVE']]), scans: [other], grows: true };
}

function listOf<T>(value: T | null): readonly T[] {
  return value === null ? [] : [value];
}

/** The DEFAULT partition of a table; null when it has none. */
export function defaultPartitionOf(parent: ObjectId, at: EffectContext): ObjectId | null {
  return allChildrenOf(at.before, parent).find((id) => isDefaultPartition(id, parent, at)) ?? null;
}

function isDefaultPartition(id: ObjectId, parent: ObjectId, at: EffectContext): boolean {
  const partitionOf = at.before.tables.get(id)?.partitionOf;
  return partitionOf?.parent === parent && partitionOf.bound.type === 'default';
}

/** The tables that the statement drops, those below them included. */
function droppedTogether(operation: DropTable, at: EffectContext): ReadonlySet<ObjectId> {
  return new Set(idsOf(operation.together, at).flatMap((id) => [id, ...allChildrenOf(at.before, id)]));
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
  return target === null ? { relations: [], views: [] } : dependentsOfTable(at, target.id, droppedTogether(operation, at));
}

function inheritingTables(operation: DropTable, at: EffectContext): readonly ObjectId[] {
  const target = targetOf(operation, at);
  const gone = new Set(idsOf(operation.together, at));
  return target === null
    ? []
    : target.family.filter((id) => at.before.tables.get(id)?.inherits.includes(target.id) === true && !gone.has(id));
}
