import type { Identifier, Name } from '../../../operation/name';
import type { Operation } from '../../../operation/operation';
import type { Span } from '../../../text/span';
import { takeColumn } from './column';
import { takeConstraint } from './constraint';
import { takeTypeName } from './type-name';
import { takeCastOfColumn, takeDefault } from './value';
import { skip, skipBlanks, skipSign, spanFrom, takeIdentifier, type Walk } from './walk';

/** The clauses behind `ALTER TABLE "t"`, each an operation of its own. */
export function takeClauses(walk: Walk, table: Name): readonly Operation[] | null {
  const operations: Operation[] = [];
  do {
    const operation = takeClause(walk, table);
    if (operation === null) return null;
    operations.push(operation);
  } while (skipSign(walk, ','));
  return operations;
}

function takeClause(walk: Walk, table: Name): Operation | null {
  skipBlanks(walk);
  const start = walk.at;
  const on = () => ({ table, ifExists: false, span: spanFrom(walk, start), conditional: false });
  if (skip(walk, 'ADD COLUMN')) {
    const ifNotExists = skip(walk, 'IF NOT EXISTS');
    const column = takeColumn(walk);
    return column && { kind: 'add-column', ...on(), column, ifNotExists };
  }
  if (skip(walk, 'ADD')) {
    const constraint = takeConstraint(walk);
    if (constraint === null) return null;
    if (constraint.type === 'primary-key') return { kind: 'add-primary-key', ...on(), constraint };
    return { kind: 'add-foreign-key', ...on(), constraint };
  }
  if (skip(walk, 'DROP COLUMN')) {
    const columnIfExists = skip(walk, 'IF EXISTS');
    const column = takeIdentifier(walk);
    return column && { kind: 'drop-column', ...on(), column, columnIfExists, cascade: false };
  }
  if (skip(walk, 'DROP CONSTRAINT')) {
    const constraintIfExists = skip(walk, 'IF EXISTS');
    const constraint = takeIdentifier(walk);
    return constraint && { kind: 'drop-constraint', ...on(), constraint, constraintIfExists, cascade: false };
  }
  if (skip(walk, 'ENABLE ROW LEVEL SECURITY')) return { kind: 'set-row-security', ...on(), state: 'enabled' };
  if (!skip(walk, 'ALTER COLUMN')) return null;
  const column = takeIdentifier(walk);
  return column && takeColumnClause(walk, column, on);
}

interface OnTable {
  readonly table: Name;
  readonly ifExists: boolean;
  readonly span: Span;
  readonly conditional: boolean;
}

function takeColumnClause(walk: Walk, column: Identifier, on: () => OnTable): Operation | null {
  if (skip(walk, 'SET NOT NULL')) return { kind: 'set-not-null', ...on(), column };
  if (skip(walk, 'DROP NOT NULL')) return { kind: 'drop-not-null', ...on(), column };
  if (skip(walk, 'DROP DEFAULT')) return { kind: 'drop-default', ...on(), column };
  if (skip(walk, 'SET DEFAULT')) {
    const value = takeDefault(walk);
    return value && { kind: 'set-default', ...on(), column, default: value };
  }
  if (!skip(walk, 'SET DATA TYPE') && !skip(walk, 'TYPE')) return null;
  const type = takeTypeName(walk);
  const using = skip(walk, 'USING') ? takeCastOfColumn(walk) : undefined;
  if (type === null || using === null) return null;
  return { kind: 'change-type', ...on(), column, type, using: using ?? null, collation: null };
}
