import type { ColumnDefinition } from '../../../operation/column';
import type { Constraint } from '../../../operation/constraint';
import type { IndexKey } from '../../../operation/index-operation';
import type { Operation } from '../../../operation/operation';
import { takeColumn } from './column';
import { takeConstraint } from './constraint';
import { skip, skipBlanks, spanFrom, takeIdentifier, takeList, takeName, takePattern, takeString, type Walk } from './walk';

/** Behind `CREATE TABLE`. */
export function takeCreateTable(walk: Walk, start: number): Operation | null {
  const ifNotExists = skip(walk, 'IF NOT EXISTS');
  const table = takeName(walk);
  if (table === null) return null;
  const elements = takeList(walk, takeElement);
  if (elements === null) return null;
  const columns: ColumnDefinition[] = [];
  const constraints: Constraint[] = [];
  for (const element of elements) {
    if ('inline' in element) constraints.push(element);
    else columns.push(element);
  }
  return {
    kind: 'create-table',
    span: spanFrom(walk, start),
    conditional: false,
    table,
    ifNotExists,
    temporary: false,
    unlogged: false,
    columns,
    constraints,
    partitionBy: null,
    partitionOf: null,
    inherits: [],
    like: [],
    query: null,
  };
}

function takeElement(walk: Walk): ColumnDefinition | Constraint | null {
  return takeColumn(walk) ?? takeConstraint(walk);
}

/** Behind `CREATE INDEX` or `CREATE UNIQUE INDEX`. */
export function takeCreateIndex(walk: Walk, start: number, unique: boolean): Operation | null {
  const concurrently = skip(walk, 'CONCURRENTLY');
  const ifNotExists = skip(walk, 'IF NOT EXISTS');
  const name = takeIdentifier(walk);
  if (name === null || !skip(walk, 'ON')) return null;
  const table = takeName(walk);
  if (table === null) return null;
  const method = skip(walk, 'USING') ? takeMethod(walk) : 'btree';
  const keys = takeList(walk, takeKey);
  if (method === null || keys === null) return null;
  return {
    kind: 'create-index',
    span: spanFrom(walk, start),
    conditional: false,
    name,
    table,
    unique,
    concurrently,
    ifNotExists,
    method,
    keys,
    include: [],
    where: null,
    nullsNotDistinct: false,
    only: false,
  };
}

const methods = /(?:BRIN|BTREE|GIN|GIST|HASH|SPGIST)(?!\w)/iy;

function takeMethod(walk: Walk): string | null {
  skipBlanks(walk);
  return takePattern(walk, methods)?.toLowerCase() ?? null;
}

const operatorClasses = /[a-z][a-z0-9_]{0,50}_ops(?!\w)/y;

function takeKey(walk: Walk): IndexKey | null {
  const column = takeIdentifier(walk);
  if (column === null) return null;
  const end = walk.at;
  skipBlanks(walk);
  const operatorClass = takePattern(walk, operatorClasses);
  if (operatorClass === null) walk.at = end;
  const descending = skip(walk, 'DESC');
  if (!descending) skip(walk, 'ASC');
  return { type: 'column', column, descending, operatorClass };
}

/** Behind `CREATE TYPE`. */
export function takeCreateEnum(walk: Walk, start: number): Operation | null {
  const type = takeName(walk);
  if (type === null || !skip(walk, 'AS ENUM')) return null;
  const values = takeList(walk, takeString);
  return values && { kind: 'create-enum', span: spanFrom(walk, start), conditional: false, type, values };
}
