import type { DefElem, DoStmt } from '@pgsql/types';
import type { Operation } from '../../operation/operation';
import { optionsOf } from './functions';
import { scanBlock } from './plpgsql';
import type { Piece } from './plpgsql-scan';
import { relocate } from './relocate';
import { parseSlice } from './slice';
import { base, isSign, type ReadStatement, type Source, textOf } from './source';
import { isWord } from './split';
import { type Tokens, tokenize } from './tokens';

/**
 * Reads what a DO block runs, as far as its text says: SQL statements, PERFORM, the queries of its conditions and loops, and
 * EXECUTE of a constant. Every other EXECUTE is `unknown`, with its place. A block that touches nothing is a session statement.
 */
export function readDo(source: Source, node: DoStmt, readStatement: ReadStatement): readonly Operation[] {
  const options = optionsOf(node.args);
  const language = textOption(options, 'language') ?? 'plpgsql';
  if (language.toLowerCase() !== 'plpgsql') return [unknown(source, `a DO block in ${language}`)];
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
  const { pieces, variables } = scanBlock(tokens);
  return pieces
    .flatMap((piece) => {
      const { first, last } = piece.range;
      const span = { start: tokens.starts[first] ?? 0, end: tokens.ends[last - 1] ?? 0 };
      const conditional = source.conditional || piece.conditional;
      return readPiece({ tokens, range: piece.range, span, conditional, offsetOf: source.offsetOf }, piece, readStatement);
    })
    .map((operation) => withoutVariables(operation, variables));
}

/** `source` covers the piece. */
function readPiece(source: Source, { type }: Piece, readStatement: ReadStatement): readonly Operation[] {
  const text = textOf(source, source.span);
  switch (type) {
    case 'statement':
    case 'query':
      return readSql(source, withoutTarget(source, text), source.span.start, readStatement);
    case 'perform':
      return readSql(source, text.replace(/^perform/i, 'SELECT '), source.span.start, readStatement);
    case 'expression':
      return readExpressionQuery(source, text, readStatement);
    case 'execute':
      return readExecute(source, readStatement);
    case 'unreadable':
      return [unknown(source, 'PL/pgSQL that could not be followed')];
  }
}

function unknown(source: Source, reason: string): Operation {
  return { kind: 'unknown', ...base(source), reason };
}

/** `start` is where `sql` would begin in the text of the source, so that positions hold. */
function readSql(source: Source, sql: string, start: number, readStatement: ReadStatement): readonly Operation[] {
  const parsed = parseSlice(sql, start);
  if (!parsed.ok) return [unknown(source, 'a statement in a DO block that the grammar refuses')];
  return parsed.nodes.flatMap((node) => readStatement({ ...source, offsetOf: parsed.offsetOf }, node));
}

/** A condition or an assigned value matters where it reads a table: the server runs it as `SELECT value`. */
function readExpressionQuery(source: Source, text: string, readStatement: ReadStatement): readonly Operation[] {
  if (!/\bselect\b/i.test(text)) return [];
  const operations = readSql(source, `SELECT ${text}`, source.span.start - 'SELECT '.length, readStatement);
  return operations.filter((operation) => operation.kind !== 'select-rows' || operation.query.relations.length > 0);
}

/** `EXECUTE 'constant'`: its operations have the span of the whole EXECUTE. */
function readExecute(source: Source, readStatement: ReadStatement): readonly Operation[] {
  const { tokens, range, span } = source;
  const command = range.first + 1;
  const text = tokens.text.slice(tokens.starts[command], tokens.ends[command]);
  const isConstant = tokens.kinds[command] === 'dollar' || (tokens.kinds[command] === 'string' && text.startsWith("'"));
  const behind = command + 1;
  const isWhole = behind === range.last || isWord(tokens, behind, 'into') || isWord(tokens, behind, 'using');
  if (!isConstant || !isWhole) return [unknown(source, 'dynamic SQL in a DO block')];
  const inner = tokenize(unquoted(text));
  const operations = readSql({ ...source, tokens: inner, range: { first: 0, last: inner.kinds.length } }, inner.text, 0, readStatement);
  return relocate(operations, span);
}

/** What `'…'` or `$tag$…$tag$` stands for. */
function unquoted(text: string): string {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  const tag = text.indexOf('$', 1) + 1;
  return text.slice(tag, -tag);
}

/** `SELECT … INTO variable` means a table in SQL, and `RETURNING … INTO variable` nothing: the target becomes blanks. */
function withoutTarget(source: Source, text: string): string {
  const { tokens, range, span } = source;
  for (let at = range.first + 1; at < range.last; at++) {
    if (!isWord(tokens, at, 'into') || isWord(tokens, at - 1, 'insert') || isWord(tokens, at - 1, 'merge')) continue;
    let last = at + (isWord(tokens, at + 1, 'strict') ? 3 : 2);
    while (last < range.last && (isSign(source, last, ',') || isSign(source, last, '.'))) last += 2;
    const from = (tokens.starts[at] ?? span.start) - span.start;
    const to = (tokens.ends[Math.min(last, range.last) - 1] ?? span.end) - span.start;
    return text.slice(0, from) + ' '.repeat(to - from) + text.slice(to);
  }
  return text;
}

/** Variables look like columns to the grammar: they are taken out of what a statement reads. */
function withoutVariables(operation: Operation, variables: ReadonlySet<string>): Operation {
  if (variables.size === 0 || !('query' in operation) || operation.query === null) return operation;
  const columns = operation.query.columns.filter(({ qualifier, column }) => !variables.has(qualifier ?? column));
  return { ...operation, query: { ...operation.query, columns } };
}
