import type {
  CallStmt,
  ClusterStmt,
  CopyStmt,
  DeleteStmt,
  InsertStmt,
  LockStmt,
  MergeStmt,
  Node,
  SelectStmt,
  TruncateStmt,
  UpdateStmt,
  VacuumStmt,
} from '@pgsql/types';
import type {
  CallProcedure,
  ClusterTable,
  CopyRows,
  DataOperation,
  DeleteRows,
  InsertRows,
  LockTables,
  MergeRows,
  UpdateRows,
} from '../../operation/data';
import type { Expression } from '../../operation/expression';
import type { Identifier, Name } from '../../operation/name';
import type { Operation } from '../../operation/operation';
import { readExpression } from './expression';
import { functionUse, readQuery } from './query';
import { base, behindWord, endOfClause, findWord, relationName, type Source, spanOfTokens, textOf, tokenAt } from './source';
import { readSelectInto } from './views';

export function readInsert(source: Source, node: InsertStmt): InsertRows {
  return {
    kind: 'insert-rows',
    ...base(source),
    table: relationName(source, node.relation ?? {}),
    source: insertedRows(node),
    columns: targetColumns(source, node.cols),
    query: readQuery(source, { InsertStmt: node }),
  };
}

function insertedRows(node: InsertStmt): InsertRows['source'] {
  if (node.selectStmt === undefined) return { type: 'values', rows: 1 };
  if (!('SelectStmt' in node.selectStmt) || node.selectStmt.SelectStmt.valuesLists === undefined) return { type: 'query' };
  return { type: 'values', rows: node.selectStmt.SelectStmt.valuesLists.length };
}

export function readUpdate(source: Source, node: UpdateStmt): UpdateRows {
  return {
    kind: 'update-rows',
    ...base(source),
    table: relationName(source, node.relation ?? {}),
    columns: targetColumns(source, node.targetList),
    values: readValues(source, node),
    where: readWhere(source, node.whereClause, node.relation?.location),
    query: readQuery(source, { UpdateStmt: node }),
  };
}

function readValues(source: Source, node: UpdateStmt): readonly Expression[] | null {
  if (node.fromClause !== undefined || node.withClause !== undefined || findWord(source, 'returning', source.range.first) >= 0) return null;
  const values: Expression[] = [];
  for (const target of node.targetList ?? []) {
    if (!('ResTarget' in target)) return null;
    const { location, indirection, val } = target.ResTarget;
    const first = tokenAt(source, location) + 2;
    if (
      indirection !== undefined ||
      val === undefined ||
      'MultiAssignRef' in val ||
      textOf(source, spanOfTokens(source, first - 1, first)) !== '='
    )
      return null;
    const where = findWord(source, 'where', first);
    const isLast = target === node.targetList?.at(-1);
    const last = isLast && where >= 0 && node.whereClause !== undefined ? where : endOfClause(source, first);
    values.push(readExpression(source, val, spanOfTokens(source, first, last)));
  }
  return values;
}

export function readDelete(source: Source, node: DeleteStmt): DeleteRows {
  return {
    kind: 'delete-rows',
    ...base(source),
    table: relationName(source, node.relation ?? {}),
    where: readWhere(source, node.whereClause, node.relation?.location),
    query: readQuery(source, { DeleteStmt: node }),
  };
}

export function readMerge(source: Source, node: MergeStmt): MergeRows {
  return {
    kind: 'merge-rows',
    ...base(source),
    table: relationName(source, node.relation ?? {}),
    query: readQuery(source, { MergeStmt: node }),
  };
}

/** The condition between WHERE and RETURNING. */
function readWhere(source: Source, condition: Node | undefined, table: number | undefined): Expression | null {
  if (condition === undefined) return null;
  const first = behindWord(source, 'where', tokenAt(source, table));
  const returning = findWord(source, 'returning', first);
  return readExpression(source, condition, spanOfTokens(source, first, returning < 0 ? source.range.last : returning));
}

function targetColumns(source: Source, targets: readonly Node[] | undefined): readonly Identifier[] {
  return (targets ?? []).flatMap((target) => {
    if (!('ResTarget' in target)) return [];
    const first = tokenAt(source, target.ResTarget.location);
    return [{ text: target.ResTarget.name ?? '', span: spanOfTokens(source, first, first + 1) }];
  });
}

export function readSelect(source: Source, node: SelectStmt): Operation {
  if (node.intoClause !== undefined) return readSelectInto(source, node, node.intoClause);
  return { kind: 'select-rows', ...base(source), query: readQuery(source, { SelectStmt: node }) };
}

function relationNames(source: Source, nodes: readonly Node[] | undefined): readonly Name[] {
  return (nodes ?? []).flatMap((node) => ('RangeVar' in node ? [relationName(source, node.RangeVar)] : []));
}

/** One operation per table. */
export function readTruncate(source: Source, node: TruncateStmt): readonly DataOperation[] {
  const together = relationNames(source, node.relations);
  return together.map((table) => ({ kind: 'truncate', ...base(source), table, cascade: node.behavior === 'DROP_CASCADE', together }));
}

export function readCopy(source: Source, node: CopyStmt): CopyRows {
  const table = node.relation === undefined ? null : relationName(source, node.relation);
  return { kind: 'copy-rows', ...base(source), table, direction: node.is_from === true ? 'from' : 'to' };
}

export function readCall(source: Source, node: CallStmt): CallProcedure {
  return { kind: 'call-procedure', ...base(source), procedure: functionUse(source, node.funccall ?? {}).name };
}

/** PostgreSQL's lock modes by their number, from `lockdefs.h`. */
const lockModes = [
  '',
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
];

export function readLock(source: Source, node: LockStmt): LockTables {
  return {
    kind: 'lock-tables',
    ...base(source),
    tables: relationNames(source, node.relations),
    mode: lockModes[node.mode ?? 8] ?? 'ACCESS EXCLUSIVE',
  };
}

/** VACUUM and ANALYZE: one operation per table, or one for all of them. */
export function readVacuum(source: Source, node: VacuumStmt): readonly DataOperation[] {
  const full = (node.options ?? []).some((option) => 'DefElem' in option && option.DefElem.defname === 'full');
  const tables = (node.rels ?? []).flatMap((rel) => ('VacuumRelation' in rel ? [rel.VacuumRelation.relation] : []));
  const names = tables.length === 0 ? [null] : tables.map((table) => relationName(source, table ?? {}));
  return names.map((table) =>
    node.is_vacuumcmd === true ? { kind: 'vacuum', ...base(source), table, full } : { kind: 'analyze', ...base(source), table },
  );
}

export function readCluster(source: Source, node: ClusterStmt): ClusterTable {
  return { kind: 'cluster', ...base(source), table: node.relation === undefined ? null : relationName(source, node.relation) };
}
