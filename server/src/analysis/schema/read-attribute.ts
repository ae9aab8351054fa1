import { spanOf } from '../text/span';
import { pathEnd } from './characters';
import { type Line, peek, problem, skipSpace } from './line';
import { readArguments } from './read-value';
import type { Attribute } from './schema';

const atSign = 0x40;

/** Reads the attribute at the place, which stands on its one or two at signs. One without a name yet has the name `''`. */
export function readAttribute(line: Line, signs: 1 | 2): Attribute {
  const start = line.at;
  line.at += signs;
  skipSpace(line);
  const nameStart = line.at;
  line.at = pathEnd(line.text, nameStart, line.end);
  const end = line.at;
  const name = line.text.slice(nameStart, end);
  if (name === '') {
    line.at = start + signs;
    problem(line, 'The name of an attribute is missing here.');
    return { name, arguments: [], span: spanOf(start, line.at) };
  }
  skipSpace(line);
  if (peek(line) === 0x28) {
    const read = readArguments(line);
    return { name, arguments: read, span: spanOf(start, line.at) };
  }
  line.at = end;
  return { name, arguments: [], span: spanOf(start, end) };
}

/** Reads all attributes of a field or of an enum's value. The place ends behind the last one. */
export function readAttributes(line: Line): readonly Attribute[] {
  const attributes: Attribute[] = [];
  for (;;) {
    const before = line.at;
    skipSpace(line);
    if (peek(line) !== atSign) {
      line.at = before;
      return attributes;
    }
    attributes.push(readAttribute(line, 1));
  }
}
