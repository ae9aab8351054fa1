import type { Node, ParseResult } from '@pgsql/types';
import { byteMapOf } from '../../text/byte-map';
import type { Span } from '../../text/span';
import type { Reader } from '../reader';
import type { Script, SqlSyntaxError, Statement } from '../statement';
import { parse } from './grammar';
import type { Source } from './source';
import { splitStatements, type TokenRange } from './split';
import { readStatement, statementName } from './statement-readers';
import { type Tokens, tokenize } from './tokens';

/**
 * Reads a PostgreSQL migration. The whole text goes through the grammar at once; where it refuses, each statement goes alone,
 * so that a broken one costs only itself.
 */
export const readPostgres: Reader = (text) => {
  const tokens = tokenize(text);
  const ranges = splitStatements(tokens);
  const whole = readWhole(tokens, ranges) ?? readEach(tokens, ranges);
  return { ...whole, comments: tokens.comments };
};

type Read = Omit<Script, 'comments'>;

/** Null when the grammar refuses the text or cuts it differently. */
function readWhole(tokens: Tokens, ranges: readonly TokenRange[]): Read | null {
  if (tokens.unterminated !== null || ranges.length === 0) return ranges.length === 0 && tokens.unterminated === null ? empty : null;
  const parsed = parse(readable(tokens.text));
  if (!parsed.ok) return null;
  const nodes = nodesOf(parsed.tree);
  if (nodes.length !== ranges.length) return null;
  const map = byteMapOf(tokens.text);
  const offsetOf = (location: number | undefined) => map.fromByte(Math.max(location ?? 0, 0));
  return { statements: ranges.map((range, index) => readOne(tokens, range, index, nodes[index], offsetOf)), errors: [] };
}

const empty: Read = { statements: [], errors: [] };

/** A byte order mark is no token for the grammar; the tokenizer takes it for a blank, so the text's length is kept. */
function readable(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text;
}

function nodesOf(tree: ParseResult): readonly Node[] {
  return (tree.stmts ?? []).flatMap(({ stmt }) => (stmt === undefined ? [] : [stmt]));
}

function readEach(tokens: Tokens, ranges: readonly TokenRange[]): Read {
  const statements: Statement[] = [];
  const errors: SqlSyntaxError[] = [];
  ranges.forEach((range, index) => {
    const span = spanOf(tokens, range);
    const slice = tokens.text.slice(span.start, span.end);
    const parsed = parse(slice);
    const map = byteMapOf(slice);
    const node = parsed.ok ? nodesOf(parsed.tree)[0] : undefined;
    if (parsed.ok && node !== undefined) {
      statements.push(readOne(tokens, range, index, node, (location) => span.start + map.fromByte(Math.max(location ?? 0, 0))));
      return;
    }
    const at = parsed.ok ? span.start : span.start + map.fromCodePoint(parsed.codePoint);
    errors.push({ message: parsed.ok ? 'no statement' : parsed.message, span: tokenSpanAt(tokens, range, at), statement: index });
    statements.push({ index, span, kind: 'invalid', operations: [] });
  });
  return { statements, errors };
}

function readOne(tokens: Tokens, range: TokenRange, index: number, node: Node | undefined, offsetOf: Source['offsetOf']): Statement {
  const span = spanOf(tokens, range);
  if (node === undefined) return { index, span, kind: 'invalid', operations: [] };
  const source: Source = { tokens, range, span, conditional: false, offsetOf };
  return { index, span, kind: kindOf(statementName(node)), operations: readStatement(source, node) };
}

function spanOf(tokens: Tokens, range: TokenRange): Span {
  return { start: tokens.starts[range.first] ?? 0, end: tokens.ends[range.last - 1] ?? 0 };
}

/** The token that the grammar stopped at; the last one where it missed something at the end. */
function tokenSpanAt(tokens: Tokens, range: TokenRange, offset: number): Span {
  for (let at = range.first; at < range.last; at++) {
    if ((tokens.ends[at] ?? 0) > offset) return { start: tokens.starts[at] ?? 0, end: tokens.ends[at] ?? 0 };
  }
  return { start: tokens.starts[range.last - 1] ?? 0, end: tokens.ends[range.last - 1] ?? 0 };
}

/** `AlterTableStmt` → `alter-table`, `AlterTSDictionaryStmt` → `alter-ts-dictionary`. */
function kindOf(name: string): string {
  return name
    .replace(/Stmt$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}
