import type { TypeName } from '../../../operation/type';
import { skipBlanks, skipSign, spanFrom, takeName, takePattern, type Walk } from './walk';

/** Prisma's native types as the grammar names them, and how many modifiers each may carry. */
const types: ReadonlyMap<string, { readonly name: string; readonly modifiers: 0 | 1 | 2 }> = new Map([
  ['BIGINT', { name: 'int8', modifiers: 0 }],
  ['BIGSERIAL', { name: 'bigserial', modifiers: 0 }],
  ['BOOLEAN', { name: 'bool', modifiers: 0 }],
  ['BYTEA', { name: 'bytea', modifiers: 0 }],
  ['CITEXT', { name: 'citext', modifiers: 0 }],
  ['DATE', { name: 'date', modifiers: 0 }],
  ['DECIMAL', { name: 'numeric', modifiers: 2 }],
  ['DOUBLE PRECISION', { name: 'float8', modifiers: 0 }],
  ['INET', { name: 'inet', modifiers: 0 }],
  ['INT', { name: 'int4', modifiers: 0 }],
  ['INTEGER', { name: 'int4', modifiers: 0 }],
  ['JSON', { name: 'json', modifiers: 0 }],
  ['JSONB', { name: 'jsonb', modifiers: 0 }],
  ['REAL', { name: 'float4', modifiers: 0 }],
  ['SERIAL', { name: 'serial', modifiers: 0 }],
  ['SMALLINT', { name: 'int2', modifiers: 0 }],
  ['SMALLSERIAL', { name: 'smallserial', modifiers: 0 }],
  ['TEXT', { name: 'text', modifiers: 0 }],
  ['TIMESTAMP', { name: 'timestamp', modifiers: 1 }],
  ['TIMESTAMPTZ', { name: 'timestamptz', modifiers: 1 }],
  ['UUID', { name: 'uuid', modifiers: 0 }],
  ['VARCHAR', { name: 'varchar', modifiers: 1 }],
]);

const word = /DOUBLE[ \t\r\n]+PRECISION|[A-Z]+/iy;
const oneModifier = /\((?:0|[1-9]\d{0,8})\)/y;
const twoModifiers = /\([1-9]\d{0,8}, ?\d{1,9}\)/y;
const none: readonly number[] = [];

/** A native type in capitals, or the quoted name of an enum; either may be an array. */
export function takeTypeName(walk: Walk): TypeName | null {
  skipBlanks(walk);
  const start = walk.at;
  const native = takePattern(walk, word);
  if (native === null) {
    const name = takeName(walk);
    if (name === null || name.schema === 'pg_catalog') return null;
    return { schema: name.schema, name: name.name, modifiers: none, dimensions: takeDimensions(walk), span: spanFrom(walk, start) };
  }
  const type = types.get(native) ?? types.get(native.toUpperCase().replace(/\s+/, ' '));
  if (type === undefined) return null;
  const modifiers = takeModifiers(walk, type.modifiers);
  return { schema: null, name: type.name, modifiers, dimensions: takeDimensions(walk), span: spanFrom(walk, start) };
}

function takeModifiers(walk: Walk, most: 0 | 1 | 2): readonly number[] {
  if (most === 0) return none;
  const text = takePattern(walk, most === 1 ? oneModifier : twoModifiers);
  return text === null ? none : text.slice(1, -1).split(',').map(Number);
}

function takeDimensions(walk: Walk): number {
  return skipSign(walk, '[]') ? 1 : 0;
}
