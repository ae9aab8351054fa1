import type { Script, SqlComment, Statement } from '../statement';
import { readPlainPart } from './plain/script';
import { createPostgresReader, readPostgres } from './read';
import { MAXIMUM_STATEMENTS } from './read-each';
import { shift } from './relocate';
import { tokenize } from './tokens';

/** A part of a text, of whole statements. */
export interface TextPiece {
  readonly text: string;
}

/** What a piece says, with the positions of where it was met last. */
interface ReadPiece {
  readonly start: number;
  /** Index of its first statement. */
  readonly index: number;
  readonly statements: readonly Statement[];
  readonly comments: readonly SqlComment[];
}

/** Pieces that are the same objects as before say the same, wherever they stand; null where one says something only as part of a text. */
const known = new WeakMap<TextPiece, ReadPiece | null>();

/** Reads a text that is put together from pieces, of which most were there before: as `readPostgres`, at the cost of those that were not. */
export function readPostgresPieces(text: string, pieces: readonly TextPiece[]): Script {
  const statements: Statement[] = [];
  const comments: SqlComment[] = [];
  let start = 0;
  for (const piece of pieces) {
    const read = pieceAt(piece, start, statements.length);
    if (read === null) return readPostgres(text);
    for (const statement of read.statements) statements.push(statement);
    for (const comment of read.comments) comments.push(comment);
    start += piece.text.length;
  }
  return statements.length > MAXIMUM_STATEMENTS ? readPostgres(text) : { statements, errors: [], comments };
}

function pieceAt(piece: TextPiece, start: number, index: number): ReadPiece | null {
  const found = known.get(piece);
  if (found === null || (found?.start === start && found.index === index)) return found;
  const read = found ?? readAlone(piece.text);
  const placed = read === null ? null : moved(read, start, index);
  known.set(piece, placed);
  return placed;
}

/** Null where the grammar refuses something, or something stays open at the end: with other text behind it, that may mean something else. */
function readAlone(text: string): ReadPiece | null {
  if (!endsStatement.test(text)) return null;
  const plain = readPlainPart(text, MAXIMUM_STATEMENTS);
  const at = { start: 0, index: 0 };
  if (plain.whole) return { ...at, statements: plain.statements, comments: plain.comments };
  const { statements, errors, comments } = createPostgresReader()(text);
  return errors.length === 0 && tokenize(text).unterminated === null ? { ...at, statements, comments } : null;
}

const endsStatement = /;\s*$/;

function moved({ statements, comments, ...from }: ReadPiece, start: number, first: number): ReadPiece {
  const by = start - from.start;
  return {
    start,
    index: first,
    statements: statements.map((statement, at) => ({ ...shift(statement, by), index: first + at })),
    comments: shift(comments, by),
  };
}
