import type { Node, TypeName as TypeNode } from '@pgsql/types';
import type { TypeName } from '../../operation/type';
import { closingParenthesis, endOfName, isSign, type Source, spanOfTokens, stringsOf, tokenAt } from './source';
import { isWord } from './split';

/** What `interval(6)` carries before its precision: no restriction to certain fields (`INTERVAL_FULL_RANGE`). */
const INTERVAL_FULL_RANGE = 0x7fff;

export function readTypeName(source: Source, node: TypeNode): TypeName {
  const parts = stringsOf(node.names);
  const name = parts[parts.length - 1] ?? '';
  const schema = parts.length > 1 ? (parts[parts.length - 2] ?? null) : null;
  const first = tokenAt(source, node.location);
  return {
    schema: schema === 'pg_catalog' ? null : schema,
    name,
    modifiers: (node.typmods ?? []).flatMap((modifier) => modifierOf(modifier, name)),
    dimensions: node.arrayBounds?.length ?? 0,
    span: spanOfTokens(source, first, endOfType(source, first)),
  };
}

function modifierOf(node: Node, type: string): readonly number[] {
  const value = integerOf(node);
  return value === null || (type === 'interval' && value === INTERVAL_FULL_RANGE) ? [] : [value];
}

/** The whole number of a constant node; null for any other node. */
function integerOf(node: Node): number | null {
  return 'A_Const' in node && node.A_Const.ival !== undefined ? (node.A_Const.ival.ival ?? 0) : null;
}

/** Words that may follow the first one of a built-in type's name. */
const TYPE_WORDS = ['precision', 'varying', 'character', 'char', 'varchar'];
const INTERVAL_WORDS = ['year', 'month', 'day', 'hour', 'minute', 'second', 'to'];

function endOfType(source: Source, first: number): number {
  const { tokens } = source;
  let at = endOfName(source, first);
  while (tokens.kinds[at] === 'word' && TYPE_WORDS.some((word) => isWord(tokens, at, word))) at++;
  if (isWord(tokens, first, 'interval')) while (INTERVAL_WORDS.some((word) => isWord(tokens, at, word))) at++;
  if (isSign(source, at, '(')) at = closingParenthesis(source, at) + 1;
  if (isWord(tokens, at, 'with') || isWord(tokens, at, 'without')) {
    if (isWord(tokens, at + 1, 'time') && isWord(tokens, at + 2, 'zone')) at += 3;
  }
  if (isWord(tokens, at, 'array')) at++;
  while (isSign(source, at, '[')) at = closingParenthesis(source, at) + 1;
  return Math.min(at, source.range.last);
}
