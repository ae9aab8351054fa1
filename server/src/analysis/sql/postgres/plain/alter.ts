import type { Name } from '../../../operation/name';
import type { Operation } from '../../../operation/operation';
import { skip, spanFrom, takeIdentifier, takeName, takeString, type Walk } from './walk';

/** Behind `ALTER TYPE`: a value added to an enum, or another name. */
export function takeAlterType(walk: Walk, start: number): Operation | null {
  const type = takeName(walk);
  if (type === null) return null;
  if (skip(walk, 'RENAME TO')) {
    const to = takeIdentifier(walk);
    return to && { kind: 'rename-type', span: spanFrom(walk, start), conditional: false, type, to };
  }
  if (!skip(walk, 'ADD VALUE')) return null;
  const ifNotExists = skip(walk, 'IF NOT EXISTS');
  const value = takeString(walk);
  return value && { kind: 'add-enum-value', span: spanFrom(walk, start), conditional: false, type, value, ifNotExists, position: null };
}

/** Behind `ALTER INDEX`. */
export function takeAlterIndex(walk: Walk, start: number): Operation | null {
  const index = takeName(walk);
  const to = index !== null && skip(walk, 'RENAME TO') ? takeIdentifier(walk) : null;
  if (index === null || to === null) return null;
  return { kind: 'rename-index', span: spanFrom(walk, start), conditional: false, index, ifExists: false, to };
}

/** Behind `ALTER TABLE "t" RENAME`. */
export function takeRename(walk: Walk, start: number, table: Name): Operation | null {
  const what = skip(walk, 'COLUMN') ? 'column' : skip(walk, 'CONSTRAINT') ? 'constraint' : 'table';
  const from = what === 'table' ? null : takeIdentifier(walk);
  const to = skip(walk, 'TO') ? takeIdentifier(walk) : null;
  if (to === null) return null;
  const on = { span: spanFrom(walk, start), conditional: false, table, ifExists: false };
  if (what === 'table') return { kind: 'rename-table', ...on, to };
  if (from === null) return null;
  return what === 'column'
    ? { kind: 'rename-column', ...on, column: from, to }
    : { kind: 'rename-constraint', ...on, constraint: from, to };
}
