import type { Operation } from '../../operation/operation';
import type { Span } from '../../text/span';
import type { Script, SqlSyntaxError, Statement } from '../statement';
import { unterminatedError } from './recover';
import { shift } from './relocate';
import { grammarText, parseSlice } from './slice';
import { splitStatements, type TokenRange } from './split';
import { spanOfRange, statementOf } from './statement-of';
import { isStatementStart } from './statement-start';
import type { Tokens } from './tokens';

/** A text with more refused statements is no SQL; the rest of it is not tried. */
const MAXIMUM_FAILURES = 200;

/**
 * A file with more statements is no change of a schema but a load of data, and to follow them all would take seconds. The
 * largest of 3,243 real migrations has fewer than 400.
 */
export const MAXIMUM_STATEMENTS = 10_000;

/** Statements that were read before, by their text: what a statement means depends on nothing else. */
export type KnownStatements = ReadonlyMap<string, Statement>;

interface Reading {
  readonly tokens: Tokens;
  /** The text as the grammar takes it, with the same offsets. */
  readonly sql: string;
  readonly known: KnownStatements;
  readonly statements: Statement[];
  readonly errors: SqlSyntaxError[];
  failures: number;
}

/** Reads each statement alone. A refused one is `invalid` and has an error; the others are read as ever. */
export function readEach(tokens: Tokens, known: KnownStatements = new Map()): Pick<Script, 'statements' | 'errors'> {
  const reading: Reading = { tokens, sql: grammarText(tokens), known, statements: [], errors: [], failures: 0 };
  const ranges = splitStatements(tokens);
  const end = ranges.at(-1)?.last ?? 0;
  for (const range of ranges) {
    if (reading.failures >= MAXIMUM_FAILURES) {
      addInvalid(reading, { first: range.first, last: end });
      addError(reading, 'not read: too much before this is no PostgreSQL', tokenSpan(tokens, range.first));
      break;
    }
    if (reading.statements.length >= MAXIMUM_STATEMENTS) {
      addUnread(reading, { first: range.first, last: end });
      break;
    }
    readRange(reading, range);
  }
  return { statements: reading.statements, errors: reading.errors };
}

/** What stands between two semicolons: one statement, or several where a semicolon or the end of a statement is missing. */
function readRange(reading: Reading, whole: TokenRange): void {
  let range = whole;
  while (range.first < range.last) {
    const failure = readAlone(reading, range);
    if (failure === null) return;
    const cut = reading.failures >= MAXIMUM_FAILURES ? range.last : cutOf(reading.tokens, range, failure.token);
    const head = { first: range.first, last: cut };
    const rest = { first: cut, last: range.last };
    if (rest.first === rest.last) addInvalid(reading, head);
    else if (readAlone(reading, head) !== null) addInvalid(reading, head);
    addError(reading, failure.message, failure.span);
    range = rest;
  }
}

interface Failure {
  readonly message: string;
  readonly span: Span;
  /** Index of the token that the grammar stopped at; behind the range where it missed something at the end. */
  readonly token: number;
}

/** Adds the statement and returns null, or says where the grammar stopped. */
function readAlone(reading: Reading, range: TokenRange): Failure | null {
  const { tokens } = reading;
  if (tokens.kinds[range.last - 1] === 'broken') {
    const open = tokens.starts[range.last - 1] ?? 0;
    const { message, span } = unterminatedError(tokens.text, open, 0);
    return { message, span, token: range.last - 1 };
  }
  const span = spanOfRange(tokens, range);
  const sql = reading.sql.slice(span.start, span.end);
  const known = reading.known.get(sql);
  if (known !== undefined) {
    reading.statements.push({ ...shift(known, span.start - known.span.start), index: reading.statements.length });
    return null;
  }
  const parsed = parseSlice(sql, span.start);
  if (parsed.ok) {
    reading.statements.push(statementOf(tokens, range, reading.statements.length, parsed.nodes, parsed.offsetOf));
    return null;
  }
  reading.failures++;
  const token = tokenAtOrAfter(tokens, range, parsed.offset);
  return { message: parsed.message, span: tokenSpan(tokens, Math.min(token, range.last - 1)), token };
}

/** Where the next statement begins: at the last line start up to the token in question, else at the first one behind it. */
function cutOf(tokens: Tokens, range: TokenRange, token: number): number {
  for (let at = Math.min(token, range.last - 1); at > range.first; at--) if (isStatementStart(tokens, at)) return at;
  for (let at = token + 1; at < range.last; at++) if (isStatementStart(tokens, at)) return at;
  return range.last;
}

function addInvalid(reading: Reading, range: TokenRange): void {
  const { tokens, statements } = reading;
  statements.push({ index: statements.length, span: spanOfRange(tokens, range), kind: 'invalid', operations: [] });
}

function addUnread(reading: Reading, range: TokenRange): void {
  const { tokens, statements } = reading;
  const reason = `the rest of a file with more than ${MAXIMUM_STATEMENTS} statements`;
  const rest: Operation = { kind: 'unknown', span: tokenSpan(tokens, range.first), conditional: false, reason };
  statements.push({ index: statements.length, span: spanOfRange(tokens, range), kind: 'unread', operations: [rest] });
}

/** An error at a place that already has one says nothing new. */
function addError(reading: Reading, message: string, span: Span): void {
  if (reading.errors.at(-1)?.span.start === span.start) return;
  reading.errors.push({ message, span, statement: reading.statements.length - 1 });
}

function tokenAtOrAfter(tokens: Tokens, range: TokenRange, offset: number): number {
  let at = range.first;
  while (at < range.last && (tokens.ends[at] ?? 0) <= offset) at++;
  return at;
}

function tokenSpan(tokens: Tokens, index: number): Span {
  return { start: tokens.starts[index] ?? 0, end: tokens.ends[index] ?? 0 };
}
