import type { Index, ObjectId, StoredIndexKey, Table, TableConstraint } from '../catalog';
import { indexColumnNames, joinedColumns } from '../default-names';
import { type CatalogDraft, put } from '../draft';
import { indexesOf, mayHaveColumn, partitionsOf } from '../resolve';
import { freeRelationName, relationExists } from './taken';

export type IndexConstraintType = 'primary-key' | 'unique' | 'exclusion';

/** An index that is to be made, alone or for a constraint. */
export interface IndexPlan {
  /** Null where the server chooses the name. */
  readonly name: string | null;
  readonly constraint: IndexConstraintType | null;
  readonly unique: boolean;
  readonly method: string;
  readonly keys: readonly StoredIndexKey[];
  readonly include: readonly string[];
  readonly where: Index['where'];
  readonly nullsNotDistinct: boolean;
  /** `ON ONLY parent`: partitions get no index of their own now. */
  readonly only: boolean;
}

/** A plan whose keys are plain columns, as constraints have. */
export function planOnColumns(constraint: IndexConstraintType, name: string | null, columns: readonly string[]): IndexPlan {
  return {
    name,
    constraint,
    unique: constraint !== 'exclusion',
    method: constraint === 'exclusion' ? 'gist' : 'btree',
    keys: columns.map((column) => ({ type: 'column', column, descending: false, operatorClass: null })),
    include: [],
    where: null,
    nullsNotDistinct: false,
    only: false,
  };
}

/**
 * Makes an index on a table or materialized view and on the partitions below it, with the constraint that it holds. Changes
 * nothing where the server would refuse: the name is taken, a column is missing, a second primary key.
 */
export function addIndex(draft: CatalogDraft, relation: ObjectId, plan: IndexPlan, partOf: ObjectId | null = null): void {
  const owner = draft.tables.get(relation) ?? draft.views.get(relation);
  if (owner === undefined) return;
  const table = draft.tables.get(relation);
  if (table !== undefined && !accepts(table, plan)) return;
  if (plan.name !== null && relationExists(draft, owner.schema, plan.name)) return;
  const name = plan.name ?? defaultName(draft, owner, plan);
  const partitions = partitionsOf(draft, relation);
  const id = put(draft, 'indexes', {
    schema: owner.schema,
    name,
    table: relation,
    unique: plan.unique,
    method: plan.method,
    keys: plan.keys,
    include: plan.include,
    where: plan.where,
    nullsNotDistinct: plan.nullsNotDistinct,
    constraint: plan.constraint === null ? null : name,
    valid: !plan.only || partitions.length === 0,
    partOf,
  });
  if (table !== undefined && plan.constraint !== null) put(draft, 'tables', withConstraint(table, plan.constraint, name, id, plan));
  if (!plan.only) for (const partition of partitions) addPartOf(draft, partition, id, plan);
}

/** Gives a partition its part of a parent's index: an index of its own that fits, otherwise a new one. */
export function addPartOf(draft: CatalogDraft, partition: ObjectId, parent: ObjectId, plan: IndexPlan): void {
  const fitting = indexesOf(draft, partition).find((index) => index.partOf === null && index.valid && fits(index, plan));
  if (fitting === undefined) addIndex(draft, partition, { ...plan, name: null, only: false }, parent);
  else put(draft, 'indexes', { ...fitting, partOf: parent });
}

/** The plan that would make an index like this one. */
export function planLike(index: Index, constraint: IndexConstraintType | null): IndexPlan {
  const { unique, method, keys, include, where, nullsNotDistinct } = index;
  return { name: null, constraint, unique, method, keys, include, where, nullsNotDistinct, only: false };
}

/** The kind of constraint that an index holds; null when it holds none. */
export function constraintTypeOf(draft: CatalogDraft, index: Index): IndexConstraintType | null {
  const constraint = draft.tables.get(index.table)?.constraints.find(({ name }) => name === index.constraint);
  return constraint !== undefined && 'index' in constraint ? constraint.type : null;
}

/** The constraint of an index, and for a primary key the NOT NULL of its columns. */
export function withConstraint(
  table: Table,
  type: IndexConstraintType,
  name: string,
  index: ObjectId,
  { keys }: { readonly keys: readonly StoredIndexKey[] },
): Table {
  const columns = keys.flatMap((key) => (key.type === 'column' ? [key.column] : []));
  const constraint: TableConstraint = { type, name, columns, index };
  return {
    ...table,
    columns:
      type === 'primary-key'
        ? table.columns.map((column) => (columns.includes(column.name) && !column.notNull ? { ...column, notNull: true } : column))
        : table.columns,
    constraints: [...table.constraints, constraint],
  };
}

function accepts(table: Table, plan: IndexPlan): boolean {
  if (plan.constraint === 'primary-key' && table.constraints.some(({ type }) => type === 'primary-key')) return false;
  if (plan.constraint !== null && table.constraints.some(({ name }) => name === plan.name)) return false;
  const columns = [...plan.keys.flatMap((key) => (key.type === 'column' ? [key.column] : [])), ...plan.include];
  return columns.every((column) => mayHaveColumn(table, column));
}

function fits(index: Index, plan: IndexPlan): boolean {
  return (
    index.unique === plan.unique &&
    index.method === plan.method &&
    index.nullsNotDistinct === plan.nullsNotDistinct &&
    (plan.constraint === null || index.constraint !== null) &&
    index.where?.text === plan.where?.text &&
    sameList(index.keys.map(keyText), plan.keys.map(keyText)) &&
    sameList(index.include, plan.include)
  );
}

function keyText(key: StoredIndexKey): string {
  const subject = key.type === 'column' ? `column ${key.column}` : `expression ${key.expression.text}`;
  return `${subject} ${key.descending} ${key.operatorClass}`;
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}

/** `ChooseIndexName`. */
function defaultName(draft: CatalogDraft, owner: { readonly schema: string; readonly name: string }, plan: IndexPlan): string {
  const columns = joinedColumns(indexColumnNames(plan.keys, plan.include));
  switch (plan.constraint) {
    case 'primary-key':
      return freeRelationName(draft, owner.schema, [owner.name, null, 'pkey'], true);
    case 'unique':
      return freeRelationName(draft, owner.schema, [owner.name, columns, 'key'], true);
    case 'exclusion':
      return freeRelationName(draft, owner.schema, [owner.name, columns, 'excl'], true);
    case null:
      return freeRelationName(draft, owner.schema, [owner.name, columns, 'idx']);
  }
}
