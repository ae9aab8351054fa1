import { spanOf } from '../text/span';
import { finishLine, type Line, peek, problem, skipSpace } from './line';
import { readAttribute, readAttributes } from './read-attribute';
import { readType } from './read-type';
import { readValue } from './read-value';
import type { Attribute, EnumValue, Field, Setting, Value, Word } from './schema';

/** `email String? @unique @db.VarChar(191)`; the name is read already. */
export function readField(line: Line, name: Word): Field {
  skipSpace(line);
  // `email: String` is how schemas were written before Prisma 2.
  if (peek(line) === 0x3a) line.at++;
  const type = readType(line);
  if (type === null) {
    line.at = Math.max(line.at, name.span.end);
    problem(line, 'This field has no type yet.');
  }
  const attributes = readAttributes(line);
  return { name, type, attributes, span: spanOf(name.span.start, finishLine(line, 'This belongs to no field.')) };
}

/** `ADMIN @map("admin")`. */
export function readEnumValue(line: Line, name: Word): EnumValue {
  const attributes = readAttributes(line);
  return { name, attributes, span: spanOf(name.span.start, finishLine(line, 'This belongs to no value.')) };
}

/** `provider = "postgresql"`. */
export function readSetting(line: Line, name: Word): Setting {
  skipSpace(line);
  let value: Value = { type: 'invalid', span: spanOf(name.span.end, name.span.end) };
  if (peek(line) === 0x3d) {
    line.at++;
    value = readValue(line);
  } else {
    line.at = name.span.end;
    problem(line, '`=` is missing here.');
  }
  return { name, value, span: spanOf(name.span.start, finishLine(line, 'This belongs to no setting.')) };
}

/** `@@index([a, b])`. Prisma wants it on a line of its own; several in a line are read one by one. */
export function readBlockAttribute(line: Line): Attribute {
  const attribute = readAttribute(line, 2);
  const { at } = line;
  skipSpace(line);
  if (line.text.startsWith('@@', line.at)) {
    problem(line, 'An attribute of a block stands on a line of its own.');
    return attribute;
  }
  line.at = at;
  const end = finishLine(line, 'This belongs to no attribute.');
  return end === at ? attribute : { ...attribute, span: spanOf(attribute.span.start, end) };
}
