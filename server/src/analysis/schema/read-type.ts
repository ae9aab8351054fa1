import { spanOf } from '../text/span';
import { type Line, peek, problem, readWord, skipSpace } from './line';
import { readString } from './read-value';
import type { FieldType } from './schema';

/**
 * Reads a field's type; null where none begins. The forms that Prisma refuses with a hint, `Int!`, `[Int]` and `Int[]?`, are read as
 * what they mean.
 */
export function readType(line: Line): FieldType | null {
  skipSpace(line);
  const start = line.at;
  const bracket = peek(line) === 0x5b;
  if (bracket) {
    line.at++;
    skipSpace(line);
  }
  const base = readBase(line);
  if (base === null) {
    line.at = start;
    return null;
  }
  const arity = readArity(line);
  if (!bracket) return { ...base, arity, span: spanOf(start, line.at) };
  skipSpace(line);
  if (peek(line) === 0x5d) line.at++;
  else problem(line, '`]` is missing here.');
  return { ...base, arity: 'list', span: spanOf(start, line.at) };
}

function readBase(line: Line): Pick<FieldType, 'name' | 'unsupported'> | null {
  const word = readWord(line);
  if (word === null) return null;
  const { at } = line;
  if (word.text !== 'Unsupported') return { name: word.text, unsupported: null };
  skipSpace(line);
  if (peek(line) !== 0x28) {
    line.at = at;
    return { name: word.text, unsupported: null };
  }
  line.at++;
  skipSpace(line);
  const value = peek(line) === 0x22 ? readString(line) : null;
  if (value === null) problem(line, 'The name of a database type is missing here.');
  skipSpace(line);
  if (peek(line) === 0x29) line.at++;
  else problem(line, '`)` is missing here.');
  return { name: word.text, unsupported: value?.type === 'string' ? value.value : null };
}

function readArity(line: Line): FieldType['arity'] {
  const bare = line.at;
  skipSpace(line);
  const list = line.text.startsWith('[]', line.at);
  if (list) line.at += 2;
  const behind = list ? line.at : bare;
  skipSpace(line);
  const code = peek(line);
  if (code === 0x3f || (code === 0x21 && !list)) {
    line.at++;
    return list ? 'list' : code === 0x3f ? 'optional' : 'required';
  }
  line.at = behind;
  return list ? 'list' : 'required';
}
