import type { CreateStmt, Node, PartitionBoundSpec, PartitionSpec } from '@pgsql/types';
import type { ColumnDefinition } from '../../operation/column';
import type { Constraint } from '../../operation/constraint';
import type { CreateTable, LikeOption, PartitionBound } from '../../operation/table';
import { readColumn } from './column';
import { readConstraint } from './constraint';
import { constantOf } from './expression';
import {
  base,
  closingParenthesis,
  endOfClause,
  findParenthesis,
  relationName,
  type Source,
  spanOfTokens,
  splitAtCommas,
  textOf,
  tokenAt,
} from './source';

export function readCreateTable(source: Source, node: CreateStmt): CreateTable {
  const columns: ColumnDefinition[] = [];
  const constraints: Constraint[] = [];
  const like: CreateTable['like'][number][] = [];
  for (const element of node.tableElts ?? []) {
    if ('ColumnDef' in element) columns.push(readColumn(source, element.ColumnDef));
    else if ('Constraint' in element) {
      const first = tokenAt(source, element.Constraint.location);
      const constraint = readConstraint(source, element.Constraint, { first, last: endOfClause(source, first) }, null);
      if (constraint !== null) constraints.push(constraint);
    } else if ('TableLikeClause' in element && element.TableLikeClause.relation !== undefined) {
      like.push({
        source: relationName(source, element.TableLikeClause.relation),
        includes: likeOptions(element.TableLikeClause.options ?? 0),
      });
    }
  }
  const parents = (node.inhRelations ?? []).flatMap((parent) => ('RangeVar' in parent ? [relationName(source, parent.RangeVar)] : []));
  const parent = parents[0];
  const isPartition = node.partbound !== undefined && parent !== undefined;
  return {
    kind: 'create-table',
    ...base(source),
    table: relationName(source, node.relation ?? {}),
    ifNotExists: node.if_not_exists === true,
    temporary: node.relation?.relpersistence === 't',
    unlogged: node.relation?.relpersistence === 'u',
    columns,
    constraints,
    partitionBy: node.partspec === undefined ? null : partitionKey(node.partspec),
    partitionOf: isPartition && node.partbound !== undefined ? { parent, bound: readBound(source, node.partbound) } : null,
    inherits: isPartition ? [] : parents,
    like,
    query: null,
  };
}

/** The bits of `TableLikeClause.options`, from PostgreSQL's `parsenodes.h`. */
const likeBits: readonly (readonly [LikeOption, number])[] = [
  ['comments', 1],
  ['compression', 2],
  ['constraints', 4],
  ['defaults', 8],
  ['generated', 16],
  ['identity', 32],
  ['indexes', 64],
  ['statistics', 128],
  ['storage', 256],
];

function likeOptions(bits: number): readonly LikeOption[] {
  return likeBits.filter(([, bit]) => (bits & bit) !== 0).map(([option]) => option);
}

const strategies = { PARTITION_STRATEGY_RANGE: 'range', PARTITION_STRATEGY_LIST: 'list', PARTITION_STRATEGY_HASH: 'hash' } as const;

function partitionKey(node: PartitionSpec): CreateTable['partitionBy'] {
  const columns = (node.partParams ?? []).flatMap((element) =>
    'PartitionElem' in element && element.PartitionElem.name !== undefined ? [element.PartitionElem.name] : [],
  );
  return { strategy: strategies[node.strategy ?? 'PARTITION_STRATEGY_RANGE'], columns };
}

/** `FOR VALUES …` or `DEFAULT`. Values that are no literals (`MINVALUE`, a call) stand as they are written. */
export function readBound(source: Source, node: PartitionBoundSpec): PartitionBound {
  if (node.is_default === true) return { type: 'default' };
  if (node.strategy === 'h') return { type: 'hash' };
  const first = findParenthesis(source, tokenAt(source, node.location));
  if (node.strategy === 'l') return { type: 'list', values: boundValues(source, node.listdatums, first) };
  const second = findParenthesis(source, closingParenthesis(source, first) + 1);
  return { type: 'range', from: boundValues(source, node.lowerdatums, first), to: boundValues(source, node.upperdatums, second) };
}

function boundValues(source: Source, nodes: readonly Node[] | undefined, open: number): readonly string[] {
  const parts = open < 0 ? [] : splitAtCommas(source, open + 1, closingParenthesis(source, open));
  return (nodes ?? []).map((node, index) => {
    const part = parts[index];
    const text = part === undefined ? '' : textOf(source, spanOfTokens(source, part.first, part.last));
    return constantOf(node, text)?.value ?? text;
  });
}
