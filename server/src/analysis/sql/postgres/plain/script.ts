import type { SqlComment, Statement } from '../../statement';
import { readPlain } from './statement';
import { skipBlanks, skipPattern, type Walk } from './walk';

/** The first statements of a text, as far as they are written as Prisma writes them. */
export interface PlainPart {
  readonly statements: readonly Statement[];
  /** Up to the first other statement. */
  readonly comments: readonly SqlComment[];
  /** Whether that is all of the text. */
  readonly whole: boolean;
}

const lineComment = /--[^\r\n]*/y;

/** Reads up to `most` statements, and the comments between them, until it meets something else. */
export function readPlainPart(text: string, most: number): PlainPart {
  const walk: Walk = { text, at: 0 };
  const statements: Statement[] = [];
  const comments: SqlComment[] = [];
  for (skipBlanks(walk); walk.at < text.length; skipBlanks(walk)) {
    const start = walk.at;
    if (skipPattern(walk, lineComment)) {
      comments.push({ span: { start, end: walk.at }, text: text.slice(start + 2, walk.at).trim() });
    } else if (skipBlockComment(walk)) {
      comments.push({ span: { start, end: walk.at }, text: text.slice(start + 2, walk.at - 2).trim() });
    } else {
      const statement = statements.length < most ? readPlain(text, start, statements.length) : null;
      if (statement === null) return { statements, comments, whole: false };
      statements.push(statement);
      // Behind the semicolon, or behind the end of the text.
      walk.at = text.indexOf(';', statement.span.end) + 1 || text.length;
    }
  }
  return { statements, comments, whole: true };
}

/** One that holds no other: those nest. It may be megabytes long, which is too much for an expression. */
function skipBlockComment(walk: Walk): boolean {
  const { text, at } = walk;
  if (!text.startsWith('/*', at)) return false;
  const end = text.indexOf('*/', at + 2);
  if (end < 0 || text.slice(at + 2, end).includes('/*')) return false;
  walk.at = end + 2;
  return true;
}
