import type { DefElem, DoStmt } from '@pgsql/types';
import type { Query } from '../../operation/expression';
import type { Operation } from '../../operation/operation';
import type { Span } from '../../text/span';
import { optionsOf } from './functions';
import { type Block, scanBlock } from './plpgsql';
import type { Piece } from './plpgsql-scan';
import { relocate } from './relocate';
import { parseSlice } from './slice';
import { base, type ReadStatement, type Source } from './source';
import { isWord } from './split';
import { type Tokens, tokenize } from './tokens';

/**
 * Reads what a DO block runs, as far as its text says: SQL statements, PERFORM, the queries of its conditions and loops, and
 * EXECUTE of a constant. Every other EXECUTE is `unknown`, with its place. A block that touches nothing is a session statement.
 */
export function readDo(source: Source, node: DoStmt, readStatement: ReadStatement): readonly Operation[] {
  const options = optionsOf(node.args);
  const language = textOption(options, 'language') ?? 'plpgsql';
  if (language.toLowerCase() !== 'plpgsql') return [unknown(source, source.span, `a DO block in ${language}`)];
  const operations = readBody(source, textOption(options, 'as') ?? '', readStatement);
  return operations.length > 0 ? operations : [{ kind: 'session-other', ...base(source), what: 'DoStmt', refusesTransaction: false }];
}

function textOption(options: readonly DefElem[], name: string): string | null {
  const option = options.find(({ defname }) => defname === name);
  return option?.arg !== undefined && 'String' in option.arg ? (option.arg.String.sval ?? '') : null;
}

/** Offsets inside a body are exact where it stands in the text as it is; a body with escapes gets the span of the whole block. */
function readBody(source: Source, body: string, readStatement: ReadStatement): readonly Operation[] {
  const { text } = source.tokens;
  for (let at = source.range.first; at < source.range.last; at++) {
    const kind = source.tokens.kinds[at];
    if (kind !== 'dollar' && kind !== 'string') continue;
    const start = text.indexOf(body, source.tokens.starts[at]);
    if (start >= 0 && start + body.length < (source.tokens.ends[at] ?? 0)) {
      return readBlock(source, tokenize(text, start, start + body.length), readStatement);
    }
  }
  return relocate(readBlock(source, tokenize(body), readStatement), source.span);
}

function readBlock(source: Source, tokens: Tokens, readStatement: ReadStatement): readonly Operation[] {
  const block = scanBlock(tokens);
  return block.pieces.flatMap((piece) => readPiece({ ...source, tokens, conditional: piece.conditional }, piece, block, readStatement));
}

/** `source` has the block's tokens and the piece's condition; its range and span are still the DO statement's. */
function readPiece(source: Source, piece: Piece, block: Block, readStatement: ReadStatement): readonly Operation[] {
  const { tokens } = source;
  const { first, last } = piece.range;
  const span = { start: tokens.starts[first] ?? 0, end: tokens.ends[last - 1] ?? 0 };
  const text = tokens.text.slice(span.start, span.end);
  switch (piece.type) {
    case 'statement':
    case 'query': {
      const operations = readSql(source, piece, span, withoutTargets(tokens, piece, text, span.start), readStatement);
      return operations.map((operation) => withoutVariables(operation, block));
    }
    case 'perform':
      return readSql(source, piece, span, text.replace(/^perform/i, 'SELECT '), readStatement).map((operation) =>
        withoutVariables(operation, block),
      );
    case 'expression':
      return readExpressionQuery(source, piece, span, text, readStatement).map((operation) => withoutVariables(operation, block));
    case 'execute':
      return readExecute(source, piece, span, readStatement);
    case 'unreadable':
      return [unknown(source, span, 'PL/pgSQL that could not be followed')];
  }
}

function unknown(source: Source, span: Span, reason: string): Operation {
  return { kind: 'unknown', ...base(source, span), reason };
}

/** `sql` has the length of the piece's text, so that positions hold. */
function readSql(source: Source, piece: Piece, span: Span, sql: string, readStatement: ReadStatement): readonly Operation[] {
  const parsed = parseSlice(sql, span.start);
  if (!parsed.ok) return [unknown(source, span, 'a statement in a DO block that the grammar refuses')];
  const inner = { ...source, range: piece.range, span, offsetOf: parsed.offsetOf };
  return parsed.nodes.flatMap((node) => readStatement(inner, node));
}

/** A condition or an assigned value matters where it reads a table: the server runs it as `SELECT value`. */
function readExpressionQuery(source: Source, piece: Piece, span: Span, text: string, readStatement: ReadStatement): readonly Operation[] {
  if (!/\bselect\b/i.test(text)) return [];
  const parsed = parseSlice(`SELECT ${text}`, span.start - 'SELECT '.length);
  if (!parsed.ok) return [unknown(source, span, 'an expression in a DO block that the grammar refuses')];
  const inner = { ...source, range: piece.range, span, offsetOf: parsed.offsetOf };
  return parsed.nodes
    .flatMap((node) => readStatement(inner, node))
    .filter((operation) => operation.kind !== 'select-rows' || operation.query.relations.length > 0);
}

/** `EXECUTE 'constant'`: its operations have the span of the whole EXECUTE. */
function readExecute(source: Source, piece: Piece, span: Span, readStatement: ReadStatement): readonly Operation[] {
  const { tokens } = source;
  const command = piece.range.first + 1;
  const isConstant =
    tokens.kinds[command] === 'dollar' || (tokens.kinds[command] === 'string' && tokens.text[tokens.starts[command] ?? 0] === "'");
  const behind = command + 1;
  const isWhole = behind === piece.range.last || isWord(tokens, behind, 'into') || isWord(tokens, behind, 'using');
  if (!isConstant || !isWhole) return [unknown(source, span, 'dynamic SQL in a DO block')];
  const sql = unquoted(tokens.text.slice(tokens.starts[command], tokens.ends[command]));
  const parsed = parseSlice(sql, 0);
  if (!parsed.ok) return [unknown(source, span, 'a statement in a DO block that the grammar refuses')];
  const inner = tokenize(sql);
  const range = { first: 0, last: inner.kinds.length };
  const own: Source = { ...source, tokens: inner, range, span, offsetOf: parsed.offsetOf };
  return relocate(
    parsed.nodes.flatMap((node) => readStatement(own, node)),
    span,
  );
}

/** What `'…'` or `$tag$…$tag$` stands for. */
function unquoted(text: string): string {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  const tag = text.indexOf('$', 1) + 1;
  return text.slice(tag, -tag);
}

/**
 * `SELECT … INTO variable` and `RETURNING … INTO variable` mean a table, or nothing, in SQL: the target becomes blanks.
 */
function withoutTargets(tokens: Tokens, piece: Piece, text: string, start: number): string {
  for (let at = piece.range.first + 1; at < piece.range.last; at++) {
    if (!isWord(tokens, at, 'into') || isWord(tokens, at - 1, 'insert') || isWord(tokens, at - 1, 'merge')) continue;
    let last = at + (isWord(tokens, at + 1, 'strict') ? 3 : 2);
    const isNext = (index: number) =>
      [',', '.'].includes(tokens.text[tokens.starts[index] ?? 0] ?? '') && tokens.kinds[index] === 'punctuation';
    while (last < piece.range.last && isNext(last)) last += 2;
    const from = (tokens.starts[at] ?? start) - start;
    const to = (tokens.ends[last - 1] ?? start) - start;
    return text.slice(0, from) + ' '.repeat(to - from) + text.slice(to);
  }
  return text;
}

/** Variables look like columns to the grammar: they are taken out of what a statement reads. */
function withoutVariables(operation: Operation, block: Block): Operation {
  if (block.variables.size === 0 || !('query' in operation) || operation.query === null) return operation;
  return { ...operation, query: columnsOnly(operation.query, block) };
}

function columnsOnly(query: Query, { variables }: Block): Query {
  return { ...query, columns: query.columns.filter(({ qualifier, column }) => !variables.has(qualifier ?? column)) };
}
