import type {
  AlterDomainStmt,
  AlterEnumStmt,
  CompositeTypeStmt,
  CreateDomainStmt,
  CreateEnumStmt,
  CreateRangeStmt,
  DefineStmt,
} from '@pgsql/types';
import type { CheckConstraint } from '../../operation/constraint';
import type { Expression } from '../../operation/expression';
import type { Operation } from '../../operation/operation';
import type { TypeName } from '../../operation/type';
import type { DomainChange } from '../../operation/type-operation';
import { readColumn } from './column';
import { readConstraint } from './constraint';
import { type Cursor, cursorAt, seek, skip, skipAll, takeIdentifier, takeName } from './cursor';
import { readExpression } from './expression';
import { base, findParenthesis, identifiersIn, relationName, type Source, spanOfTokens, stringsOf, tokenAt } from './source';
import { readTypeName } from './type-name';

function behind(source: Source, ...phrases: readonly string[]): Cursor {
  const cursor = cursorAt(source);
  skipAll(cursor, ...phrases);
  return cursor;
}

export function readCreateEnum(source: Source, node: CreateEnumStmt): Operation {
  const type = takeName(behind(source, 'create type'), stringsOf(node.typeName));
  const values = identifiersIn(source, findParenthesis(source, source.range.first), stringsOf(node.vals));
  return { kind: 'create-enum', ...base(source), type, values };
}

export function readAlterEnum(source: Source, node: AlterEnumStmt): Operation {
  const cursor = behind(source, 'alter type');
  const type = takeName(cursor, stringsOf(node.typeName));
  if (node.oldVal !== undefined) {
    skip(cursor, 'rename value');
    const value = takeIdentifier(cursor, node.oldVal);
    skip(cursor, 'to');
    return { kind: 'rename-enum-value', ...base(source), type, value, to: takeIdentifier(cursor, node.newVal ?? '') };
  }
  skipAll(cursor, 'add value', 'if not exists');
  const value = takeIdentifier(cursor, node.newVal ?? '');
  const side = node.newValIsAfter === true ? 'after' : 'before';
  const position = node.newValNeighbor === undefined ? null : ({ side, neighbour: node.newValNeighbor } as const);
  return { kind: 'add-enum-value', ...base(source), type, value, ifNotExists: node.skipIfNewValExists === true, position };
}

const noType: Omit<TypeName, 'span'> = { schema: null, name: '', modifiers: [], dimensions: 0 };

export function readCreateDomain(source: Source, node: CreateDomainStmt): Operation {
  const nodes = (node.constraints ?? []).flatMap((constraint) => ('Constraint' in constraint ? [constraint.Constraint] : []));
  const marks = [...nodes, ...(node.collClause === undefined ? [] : [node.collClause])].map((mark) => tokenAt(source, mark.location));
  const checks: CheckConstraint[] = [];
  let defaultValue: Expression | null = null;
  for (const constraint of nodes) {
    const first = tokenAt(source, constraint.location);
    const last = Math.min(source.range.last, ...marks.filter((mark) => mark > first));
    const read = readConstraint(source, constraint, { first, last }, null);
    if (read?.type === 'check') checks.push(read);
    if (constraint.contype === 'CONSTR_DEFAULT' && constraint.raw_expr !== undefined) {
      defaultValue = readExpression(source, constraint.raw_expr, spanOfTokens(source, first + 1, last));
    }
  }
  return {
    kind: 'create-domain',
    ...base(source),
    type: takeName(behind(source, 'create domain'), stringsOf(node.domainname)),
    baseType: node.typeName === undefined ? { ...noType, span: source.span } : readTypeName(source, node.typeName),
    notNull: nodes.some((constraint) => constraint.contype === 'CONSTR_NOTNULL'),
    default: defaultValue,
    checks,
  };
}

export function readAlterDomain(source: Source, node: AlterDomainStmt): Operation {
  const cursor = behind(source, 'alter domain');
  const type = takeName(cursor, stringsOf(node.typeName));
  const change = readDomainChange(source, node, cursor);
  if (change === null) return { kind: 'unknown', ...base(source), reason: 'ALTER DOMAIN with an unknown clause' };
  return { kind: 'alter-domain', ...base(source), type, change };
}

/** The grammar marks the clause by a letter: T default, N drop and O set NOT NULL, C add, X drop, V validate a constraint. */
function readDomainChange(source: Source, node: AlterDomainStmt, cursor: Cursor): DomainChange | null {
  const name = node.name ?? '';
  switch (node.subtype) {
    case 'T':
      if (node.def === undefined) return { action: 'drop-default' };
      skip(cursor, 'set default');
      return { action: 'set-default', default: readExpression(source, node.def, spanOfTokens(source, cursor.at, source.range.last)) };
    case 'N':
      return { action: 'drop-not-null' };
    case 'O':
      return { action: 'set-not-null' };
    case 'C': {
      if (node.def === undefined || !('Constraint' in node.def)) return null;
      if (node.def.Constraint.contype === 'CONSTR_NOTNULL') return { action: 'set-not-null' };
      const range = { first: tokenAt(source, node.def.Constraint.location), last: source.range.last };
      const constraint = readConstraint(source, node.def.Constraint, range, null);
      return constraint?.type === 'check' ? { action: 'add-check', constraint } : null;
    }
    case 'X':
      skipAll(cursor, 'drop constraint', 'if exists');
      return { action: 'drop-constraint', constraint: takeIdentifier(cursor, name), ifExists: node.missing_ok === true };
    case 'V':
      skip(cursor, 'validate constraint');
      return { action: 'validate-constraint', constraint: takeIdentifier(cursor, name) };
    default:
      return null;
  }
}

export function readCompositeType(source: Source, node: CompositeTypeStmt): Operation {
  const attributes = (node.coldeflist ?? []).flatMap((column) => ('ColumnDef' in column ? [readColumn(source, column.ColumnDef)] : []));
  return { kind: 'create-type', ...base(source), type: relationName(source, node.typevar ?? {}), form: 'composite', attributes };
}

export function readRangeType(source: Source, node: CreateRangeStmt): Operation {
  const type = takeName(behind(source, 'create type'), stringsOf(node.typeName));
  return { kind: 'create-type', ...base(source), type, form: 'range', attributes: [] };
}

/** `CREATE TYPE` of a base or shell type; aggregates, operators, collations and text search objects come the same way. */
export function readDefine(source: Source, node: DefineStmt): Operation {
  if (node.kind !== 'OBJECT_TYPE') return { kind: 'alter-other', ...base(source), what: 'DefineStmt' };
  const cursor = cursorAt(source);
  seek(cursor, 'type');
  skip(cursor, 'type');
  return { kind: 'create-type', ...base(source), type: takeName(cursor, stringsOf(node.defnames)), form: 'base', attributes: [] };
}
