import type { Identifier, Name } from '../../operation/name';
import { endOfName, nameOf, type Source, spanOfTokens, tokenAt } from './source';
import { isWord } from './split';

/**
 * A place between the tokens of a statement. Many nodes of the tree have no location (every clause of ALTER TABLE, the objects
 * of DROP): their names are found by walking over the keywords that the grammar puts before them.
 */
export interface Cursor {
  readonly source: Source;
  at: number;
}

export function cursorAt(source: Source, index: number = source.range.first): Cursor {
  return { source, at: index };
}

/** Steps over these words if exactly they stand here, unquoted; `words` is a phrase in lower case. */
export function skip(cursor: Cursor, words: string): boolean {
  let at = cursor.at;
  for (const word of words.split(' ')) {
    if (!isWord(cursor.source.tokens, at, word)) return false;
    at++;
  }
  cursor.at = at;
  return true;
}

/** Steps over each phrase that stands here, in this order. */
export function skipAll(cursor: Cursor, ...phrases: readonly string[]): void {
  for (const phrase of phrases) skip(cursor, phrase);
}

/** The identifier here, with its text from the tree. */
export function takeIdentifier(cursor: Cursor, text: string): Identifier {
  const { source, at } = cursor;
  if (at >= source.range.last) return { text, span: source.span };
  cursor.at = at + 1;
  return { text, span: spanOfTokens(source, at, at + 1) };
}

/** The dotted name here, with its parts from the tree. */
export function takeName(cursor: Cursor, parts: readonly string[]): Name {
  const first = cursor.at;
  if (first >= cursor.source.range.last) return nameOf(parts, cursor.source.span);
  cursor.at = endOfName(cursor.source, first);
  return nameOf(parts, spanOfTokens(cursor.source, first, cursor.at));
}

/** Moves to the next unquoted word of that text, if there is one. */
export function seek(cursor: Cursor, word: string): boolean {
  for (let at = cursor.at; at < cursor.source.range.last; at++) {
    if (isWord(cursor.source.tokens, at, word)) {
      cursor.at = at;
      return true;
    }
  }
  return false;
}

/** Moves behind the name that stands at a location of the tree. */
export function moveBehindName(cursor: Cursor, location: number | undefined): void {
  cursor.at = endOfName(cursor.source, tokenAt(cursor.source, location));
}
