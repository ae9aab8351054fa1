import { spanOf } from '../text/span';
import { finishLine, type Line, peek, problem, skipSpace } from './line';
import { atSign, readAttribute, readAttributes } from './read-attribute';
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

/** The block attributes of a line: one, where the line is as Prisma wants it. */
export function readBlockAttributes(line: Line): readonly Attribute[] {
  const attributes: Attribute[] = [];
  for (;;) {
    const attribute = readAttribute(line, 2);
    const { at } = line;
    skipSpace(line);
    if (peek(line) === atSign && line.text.charCodeAt(line.at + 1) === atSign) {
      problem(line, 'An attribute of a block stands on a line of its own.');
      attributes.push(attribute);
      continue;
    }
    line.at = at;
    const end = finishLine(line, 'This belongs to no attribute.');
    attributes.push(end === at ? attribute : { ...attribute, span: spanOf(attribute.span.start, end) });
    return attributes;
  }
}
