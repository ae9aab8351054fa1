import type { Expression, FunctionUse } from '../../../operation/expression';
import type { TypeName } from '../../../operation/type';
import { expressionFrom } from './expression';
import { takeTypeName } from './type-name';
import { skipBlanks, skipPattern, skipSign, spanFrom, takeIdentifier, takePattern, takeString, type Walk } from './walk';

const number = /-?[1-9]\d{0,17}(?:\.\d+)?(?![\w.])|0(?:\.\d+)?(?![\w.])/y;
const truth = /true(?!\w)|false(?!\w)/y;
const now = /CURRENT_TIMESTAMP(?!\w)/iy;
const call = /(?:now|gen_random_uuid|uuid_generate_v4)(?=\(\))/iy;

/** The value behind DEFAULT: a literal, the time, a call without arguments, an empty array. */
export function takeDefault(walk: Walk): Expression | null {
  skipBlanks(walk);
  const start = walk.at;
  const string = takeString(walk);
  if (string !== null) return expressionFrom(walk, start, { constant: string.text });
  const word = takePattern(walk, number) ?? takePattern(walk, truth);
  if (word !== null) return expressionFrom(walk, start, { constant: word });
  if (skipPattern(walk, now)) return expressionFrom(walk, start, { functions: callOf(walk, start, 'current_timestamp') });
  const called = takePattern(walk, call);
  if (called !== null) {
    const functions = callOf(walk, start, called.toLowerCase());
    walk.at += '()'.length;
    return expressionFrom(walk, start, { functions });
  }
  if (!skipSign(walk, 'ARRAY[]::')) return null;
  const cast = takeTypeName(walk);
  return cast && expressionFrom(walk, start, { constant: walk.text.slice(start, walk.at), casts: [cast] });
}

function callOf(walk: Walk, start: number, name: string): readonly [FunctionUse] {
  return [{ name: { schema: null, name, span: spanFrom(walk, start) }, argumentCount: 0 }];
}

const text = /::text(?=::)/y;

/** Behind USING, how Prisma moves a column from one enum to another: `("status"::text::"Status_new")`. */
export function takeCastOfColumn(walk: Walk): Expression | null {
  skipBlanks(walk);
  const start = walk.at;
  const castOfColumn = skipSign(walk, '(') ? takeIdentifier(walk) : null;
  const from = walk.at;
  if (castOfColumn === null || !skipPattern(walk, text)) return null;
  const between: TypeName = { schema: null, name: 'text', modifiers: [], dimensions: 0, span: { start: from + 2, end: walk.at } };
  const to = skipSign(walk, '::') ? takeTypeName(walk) : null;
  if (to === null || !skipSign(walk, ')')) return null;
  return expressionFrom(walk, start, { castOfColumn, casts: [to, between] });
}
