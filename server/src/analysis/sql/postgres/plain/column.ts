import type { ColumnDefinition } from '../../../operation/column';
import { takeTypeName } from './type-name';
import { takeDefault } from './value';
import { skip, skipBlanks, spanFrom, takeIdentifier, type Walk } from './walk';

/** `"name" TYPE NOT NULL DEFAULT value`. */
export function takeColumn(walk: Walk): ColumnDefinition | null {
  skipBlanks(walk);
  const start = walk.at;
  const name = takeIdentifier(walk);
  if (name === null) return null;
  const type = takeTypeName(walk);
  if (type === null) return null;
  const notNull = skip(walk, 'NOT NULL');
  const value = skip(walk, 'DEFAULT') ? takeDefault(walk) : undefined;
  if (value === null) return null;
  return {
    name,
    type,
    notNull,
    default: value ?? null,
    identity: null,
    generated: null,
    collation: null,
    constraints: [],
    span: spanFrom(walk, start),
  };
}
