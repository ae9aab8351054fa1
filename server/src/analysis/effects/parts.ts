import type { Index, ObjectId, Table } from '../catalog/catalog';
import { allChildrenOf, findTable, indexesOf, objectId, resolveRelation } from '../catalog/resolve';
import type { Name } from '../operation/name';
import type { EffectContext, EffectParts, Failure } from './effect';
import type { LockMode } from './lock-mode';

/** A lock of one mode on each of the relations. */
export function locking(mode: LockMode, relations: readonly ObjectId[]): EffectParts {
  return { locks: new Map(relations.map((relation) => [relation, mode])) };
}

/** The table that an operation changes, with everything that ALTER TABLE without ONLY reaches below it. */
export interface Target {
  readonly id: ObjectId;
  readonly table: Table;
  /** Itself, its partitions and the tables that inherit from it. */
  readonly family: readonly ObjectId[];
}

/** Null where the name means no table of the catalog. */
export function targetOf(operation: { readonly table: Name }, at: EffectContext): Target | null {
  const found = findTable(at.before, operation.table);
  if (found === null) return null;
  const { id, table } = found;
  return { id, table, family: familyOf(id, at) };
}

/** A table, its partitions and the tables that inherit from it. */
function familyOf(id: ObjectId, at: EffectContext): readonly ObjectId[] {
  return [id].concat(allChildrenOf(at.before, id));
}

/** Runs `effect` on the table of the operation; nothing where there is none: `existence.ts` has said so. */
export function onTarget(operation: { readonly table: Name }, at: EffectContext, effect: (target: Target) => EffectParts): EffectParts {
  const target = targetOf(operation, at);
  return target === null ? {} : effect(target);
}

/** `ACCESS EXCLUSIVE` on the table and everything below it, for a moment. */
export function altersFamily(operation: { readonly table: Name }, at: EffectContext): EffectParts {
  return onTarget(operation, at, ({ family }) => locking('ACCESS EXCLUSIVE', family));
}

/** For what partitions share with their parent but tables that merely inherit do not. */
export function partitionFamily(id: ObjectId, family: readonly ObjectId[], at: EffectContext): readonly ObjectId[] {
  return family.filter((relation) => relation === id || (at.before.tables.get(relation)?.partitionOf ?? null) !== null);
}

/** A lock on the table alone: its partitions and children are not reached. */
export function locksTable(mode: LockMode): (operation: { readonly table: Name }, at: EffectContext) => EffectParts {
  return (operation, at) => onTarget(operation, at, ({ id }) => locking(mode, [id]));
}

/** The table or view that a name means, with its partitions and children; nothing where there is none. */
export function tableWithChildren(name: Name, at: EffectContext): readonly ObjectId[] {
  const relation = resolveRelation(at.before, name);
  if (relation?.kind === 'view') return [relation.id];
  return relation?.kind === 'table' ? familyOf(relation.id, at) : [];
}

/** Those that hold rows: a partitioned table has none of its own. */
export function withRows(at: EffectContext, relations: readonly ObjectId[]): readonly ObjectId[] {
  return relations.filter((relation) => (at.before.tables.get(relation)?.partitionBy ?? null) === null);
}

/** Reads every row. */
export function scanning(at: EffectContext, relations: readonly ObjectId[]): EffectParts {
  return { scans: withRows(at, relations), grows: true };
}

/** Writes every row anew and with it every index. */
export function rewriting(at: EffectContext, relations: readonly ObjectId[]): EffectParts {
  const rewrites = withRows(at, relations);
  return {
    rewrites,
    scans: rewrites,
    reindexes: rewrites.flatMap((relation) => indexesOf(at.before, relation).map(idOfIndex)),
    grows: true,
  };
}

/** Builds an index over the rows of each relation. Only the one on the table itself has a name yet. */
export function building(at: EffectContext, table: ObjectId, relations: readonly ObjectId[], index: string | null): EffectParts {
  const scanned = withRows(at, relations);
  return {
    builds: scanned.map((relation) => ({ table: relation, index: relation === table ? index : null })),
    scans: scanned,
    grows: true,
  };
}

/** The key of an index in the catalog. */
export function idOfIndex(index: Index): ObjectId {
  return objectId(index.schema, index.name);
}

/** One way in which the server refuses the operation. */
export function fails(code: string, when: Failure['when'], reason: string): EffectParts {
  return { failures: [{ code, when, reason }] };
}

/** A name as people write it in SQL: quoted, with its schema unless that is `public`. */
export function quoted(relation: ObjectId): string {
  const dot = relation.indexOf('.');
  const schema = relation.slice(0, dot);
  const name = `"${relation.slice(dot + 1)}"`;
  return schema === 'public' ? name : `"${schema}".${name}`;
}

/** The tables that names mean; names without a table are left out. */
export function tableIds(names: readonly Name[], at: EffectContext): readonly ObjectId[] {
  return names.flatMap((name) => findTable(at.before, name)?.id ?? []);
}

/** The DEFAULT partition of a table; null when it has none. */
export function defaultPartitionOf(parent: ObjectId, at: EffectContext): ObjectId | null {
  return allChildrenOf(at.before, parent).find((id) => isDefaultPartition(id, parent, at)) ?? null;
}

function isDefaultPartition(id: ObjectId, parent: ObjectId, at: EffectContext): boolean {
  const partitionOf = at.before.tables.get(id)?.partitionOf;
  return partitionOf?.parent === parent && partitionOf.bound.type === 'default';
}
