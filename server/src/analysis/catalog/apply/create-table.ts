import type { CreateTable, LikeOption } from '../../operation/table';
import type { Column, ObjectId, Table } from '../catalog';
import { type CatalogDraft, put } from '../draft';
import { findTable, indexesOf, objectId, relationAt, schemaForNew, temporarySchema } from '../resolve';
import { addIndex, constraintTypeOf, planLike } from './add-index';
import { addConstraints, inlineConstraints, newColumn } from './new-column';
import { inheritFromPartitioned } from './partitions';
import { addSchema } from './schemas';
import { createOwnedSequence } from './sequences';

/** `CREATE TABLE` in all its forms, and `SELECT … INTO`. */
export function applyCreateTable(draft: CatalogDraft, operation: CreateTable): void {
  const { name } = operation.table;
  const schema = operation.temporary ? temporarySchema : schemaForNew(draft, operation.table.schema);
  const id = objectId(schema, name);
  if (relationAt(draft, id) !== null) return;
  const parent = operation.partitionOf === null ? null : findTable(draft, operation.partitionOf.parent);
  if (operation.partitionOf !== null && parent === null) return;
  const inherited = [...(parent === null ? [] : [parent]), ...operation.inherits.flatMap((other) => findTable(draft, other) ?? [])];
  addSchema(draft, schema);
  put(draft, 'tables', {
    schema,
    name,
    columns: columnsOf(
      draft,
      { schema, name },
      operation,
      inherited.map(({ table }) => table),
    ),
    complete: operation.query === null && inherited.every(({ table }) => table.complete),
    constraints: inherited.flatMap(({ table }) => table.constraints.filter(({ type }) => type === 'check' || type === 'not-null')),
    triggers: [],
    policies: [],
    rules: [],
    rowSecurity: { enabled: false, forced: false },
    partitionBy: operation.partitionBy,
    partitionOf: parent === null || operation.partitionOf === null ? null : { parent: parent.id, bound: operation.partitionOf.bound },
    inherits: parent === null ? inherited.map((other) => other.id) : [],
    temporary: operation.temporary,
    unlogged: operation.unlogged,
  });
  if (parent !== null) inheritFromPartitioned(draft, id, parent.id);
  for (const { source, includes } of operation.like) copyParts(draft, id, source, includes);
  addConstraints(draft, id, [
    ...operation.columns.flatMap(inlineConstraints),
    ...operation.constraints.map((constraint) => ({ constraint, inline: null })),
  ]);
}

/** Columns of the parents first, then those of LIKE, then its own; a column of the same name merges with the inherited one. */
function columnsOf(
  draft: CatalogDraft,
  table: { readonly schema: string; readonly name: string },
  operation: CreateTable,
  parents: readonly Table[],
): readonly Column[] {
  const columns = new Map<string, Column>();
  for (const parent of parents) for (const column of parent.columns) columns.set(column.name, inheritedColumn(column));
  for (const { source, includes } of operation.like) {
    for (const column of findTable(draft, source)?.table.columns ?? [])
      columns.set(column.name, likeColumn(draft, table, column, includes));
  }
  for (const definition of operation.columns) {
    const own = newColumn(draft, table, definition);
    const before = columns.get(own.name);
    columns.set(own.name, before === undefined ? own : mergedColumn(before, own));
  }
  return [...columns.values()];
}

/** Identity is not inherited (before 17 not even by partitions). */
function inheritedColumn(column: Column): Column {
  return { ...column, identity: null };
}

function mergedColumn(inherited: Column, own: Column): Column {
  return {
    ...inherited,
    notNull: inherited.notNull || own.notNull,
    default: own.default ?? inherited.default,
    generated: own.generated ?? inherited.generated,
    identity: own.identity,
  };
}

function likeColumn(
  draft: CatalogDraft,
  table: { readonly schema: string; readonly name: string },
  column: Column,
  includes: readonly LikeOption[],
): Column {
  const withIdentity = column.identity !== null && includes.includes('identity');
  if (withIdentity) createOwnedSequence(draft, table, column.name);
  return {
    ...column,
    default: includes.includes('defaults') ? column.default : null,
    generated: includes.includes('generated') ? column.generated : null,
    identity: withIdentity ? column.identity : null,
  };
}

/** `INCLUDING CONSTRAINTS` copies checks under their names, `INCLUDING INDEXES` indexes under new ones. */
function copyParts(draft: CatalogDraft, id: ObjectId, sourceName: CreateTable['table'], includes: readonly LikeOption[]): void {
  const source = findTable(draft, sourceName);
  const table = draft.tables.get(id);
  if (source === null || table === undefined) return;
  if (includes.includes('constraints')) {
    const checks = source.table.constraints.filter(({ type }) => type === 'check');
    put(draft, 'tables', { ...table, constraints: [...table.constraints, ...checks] });
  }
  if (!includes.includes('indexes')) return;
  for (const index of indexesOf(draft, source.id)) addIndex(draft, id, planLike(index, constraintTypeOf(draft, index)));
}
