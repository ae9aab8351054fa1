import type { CreateTableAsStmt, IntoClause, Node, RangeVar, RefreshMatViewStmt, SelectStmt, ViewStmt } from '@pgsql/types';
import type { Query } from '../../operation/expression';
import type { CreateView, RefreshMaterializedView } from '../../operation/object';
import type { Operation } from '../../operation/operation';
import type { CreateTable } from '../../operation/table';
import { readQuery } from './query';
import { base, relationName, type Source, stringsOf } from './source';

export function readView(source: Source, node: ViewStmt): CreateView {
  const query = node.query ?? { SelectStmt: {} };
  return {
    kind: 'create-view',
    ...base(source),
    view: relationName(source, node.view ?? {}),
    materialized: false,
    orReplace: node.replace === true,
    ifNotExists: false,
    temporary: node.view?.relpersistence === 't',
    withData: true,
    ...outputColumns(query, stringsOf(node.aliases)),
    query: readQuery(source, query),
  };
}

/** `CREATE TABLE … AS` and `CREATE MATERIALIZED VIEW`. */
export function readCreateAs(source: Source, node: CreateTableAsStmt): Operation {
  const query = node.query ?? { SelectStmt: {} };
  const target = node.into?.rel ?? {};
  const ifNotExists = node.if_not_exists === true;
  if (node.objtype !== 'OBJECT_MATVIEW') return tableFromQuery(source, target, ifNotExists, readQuery(source, query));
  return {
    kind: 'create-view',
    ...base(source),
    view: relationName(source, target),
    materialized: true,
    orReplace: false,
    ifNotExists,
    temporary: false,
    withData: node.into?.skipData !== true,
    ...outputColumns(query, stringsOf(node.into?.colNames)),
    query: readQuery(source, query),
  };
}

/** `SELECT … INTO table`. */
export function readSelectInto(source: Source, node: SelectStmt, into: IntoClause): CreateTable {
  const { intoClause: _, ...query } = node;
  return tableFromQuery(source, into.rel ?? {}, false, readQuery(source, { SelectStmt: query }));
}

function tableFromQuery(source: Source, target: RangeVar, ifNotExists: boolean, query: Query): CreateTable {
  return {
    kind: 'create-table',
    ...base(source),
    table: relationName(source, target),
    ifNotExists,
    temporary: target.relpersistence === 't',
    unlogged: target.relpersistence === 'u',
    columns: [],
    constraints: [],
    partitionBy: null,
    partitionOf: null,
    inherits: [],
    like: [],
    query,
  };
}

/** Written aliases first; then what the leftmost SELECT names or merely passes on. A `*` or a nameless expression is left out. */
function outputColumns(query: Node, aliases: readonly string[]): Pick<CreateView, 'columns' | 'moreColumns'> {
  let select = 'SelectStmt' in query ? query.SelectStmt : undefined;
  while (select?.larg !== undefined) select = select.larg;
  const targets = select?.targetList ?? [];
  const named = targets.slice(aliases.length).flatMap((target) => {
    if (!('ResTarget' in target)) return [];
    const { name, val } = target.ResTarget;
    if (name !== undefined) return [name];
    const fields = val !== undefined && 'ColumnRef' in val ? (val.ColumnRef.fields ?? []) : [];
    const last = fields.at(-1);
    return last !== undefined && 'String' in last ? [last.String.sval ?? ''] : [];
  });
  return { columns: [...aliases, ...named], moreColumns: aliases.length + named.length < targets.length || targets.some(isStar) };
}

function isStar(target: Node): boolean {
  const value = 'ResTarget' in target ? target.ResTarget.val : undefined;
  return value !== undefined && 'ColumnRef' in value && (value.ColumnRef.fields ?? []).some((field) => 'A_Star' in field);
}

export function readRefresh(source: Source, node: RefreshMatViewStmt): RefreshMaterializedView {
  return {
    kind: 'refresh-materialized-view',
    ...base(source),
    view: relationName(source, node.relation ?? {}),
    concurrently: node.concurrent === true,
    withData: node.skipData !== true,
  };
}
