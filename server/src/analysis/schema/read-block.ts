import { spanOf } from '../text/span';
import { blankEnd, closingBrace, commentStart } from './characters';
import { type Header, headerAt } from './header';
import { enterLine, finishLine, type Line, peek, problem, readComment, readWord } from './line';
import { readBlockAttribute, readEnumValue, readField, readSetting } from './read-line';
import type { Attribute, Block, EnumValue, Field, Setting, Word } from './schema';

const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Reads one declaration, whose text is all there is, as if it stood at the beginning of the schema. */
export function readBlock(text: string): Block {
  const line: Line = { text, at: 0, end: 0, lastClose: text.lastIndexOf('*/'), comments: [], problems: [] };
  enterLine(line);
  const header = headerAt(text, 0);
  if (header === null) return readGarbage(line);
  line.at = header.end;
  if (!header.valid) problem(line, 'A declaration begins with a keyword, a name and `{`.', spanOf(0, header.end));
  const base = {
    start: 0,
    span: spanOf(0, text.length),
    header: spanOf(0, header.end),
    name: header.name,
    comments: line.comments,
    problems: line.problems,
  };
  switch (header.kind) {
    case 'model':
    case 'view':
    case 'type': {
      const [attributes, fields] = readBody<Field>(line, header, readField);
      return { ...base, kind: header.kind, attributes, fields };
    }
    case 'enum': {
      const [attributes, values] = readBody<EnumValue>(line, header, readEnumValue);
      return { ...base, kind: header.kind, attributes, values };
    }
    case 'datasource':
    case 'generator': {
      const [attributes, settings] = readBody<Setting>(line, header, readSetting);
      return { ...base, kind: header.kind, attributes, settings };
    }
    case 'unknown': {
      // What a half-typed keyword stands for is open; its attributes may still tell of which table it speaks.
      const [attributes] = readBody<Field>(line, header, readField);
      return { ...base, kind: header.kind, attributes };
    }
  }
}

/** Reads all lines of a block, each begun with a name by `readNamed`, up to the closing brace. */
function readBody<Named>(
  line: Line,
  header: Header,
  readNamed: (line: Line, name: Word) => Named,
): readonly [readonly Attribute[], readonly Named[]] {
  const attributes: Attribute[] = [];
  const named: Named[] = [];
  readHeaderRest(line, header);
  while (nextItem(line)) {
    if (readComment(line)) continue;
    if (peek(line) === closeBrace) return [attributes, named];
    if (line.text.startsWith('@@', line.at)) {
      attributes.push(readBlockAttribute(line));
      continue;
    }
    const name = readWord(line);
    if (name === null) finishLine(line, 'This line is no declaration.');
    else named.push(readNamed(line, name));
  }
  problem(line, '`}` is missing here.');
  return [attributes, named];
}

/**
 * What stands behind the opening brace in its line: nothing that Prisma reads. A block that is closed in the same line has its
 * declaration there all the same.
 */
function readHeaderRest(line: Line, header: Header): void {
  const { text } = line;
  if (!header.opened) {
    finishLine(line, 'This belongs to no declaration.');
    if (!nextItem(line) || peek(line) !== openBrace) return;
    line.at++;
  } else if (closingBrace(text, line.at, line.end) === text.length) {
    line.end = text.length - 1;
    return;
  }
  line.at = commentStart(text, line.at, line.end);
  if (text.startsWith('//', line.at)) readComment(line);
  line.at = line.end;
}

/** Moves to the next sign of the block, and enters its line. */
function nextItem(line: Line): boolean {
  const { text } = line;
  line.at = blankEnd(text, line.at);
  if (line.at >= text.length) return false;
  if (line.at >= line.end) enterLine(line);
  return true;
}

/** A line between declarations that begins none. */
function readGarbage(line: Line): Block {
  const span = spanOf(0, line.text.length);
  problem(line, 'This line begins no declaration.', span);
  return { kind: 'unknown', start: 0, span, header: span, name: null, attributes: [], comments: [], problems: line.problems };
}
