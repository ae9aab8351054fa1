import { commonEnds } from '../../text/common-ends';
import type { Reader } from '../reader';
import type { Script, Statement } from '../statement';
import { isGrammarReady } from './grammar';
import { type PlainPart, readPlainPart } from './plain/script';
import { readPlain } from './plain/statement';
import { type KnownStatements, MAXIMUM_STATEMENTS, readEach } from './read-each';
import { tolerantTokens } from './recover';
import { grammarText, parseSlice } from './slice';
import { splitStatements, type TokenRange } from './split';
import { spanOfRange, statementOf } from './statement-of';
import { type Tokens, tokenize } from './tokens';

/**
 * A reader of PostgreSQL migrations. What Prisma writes itself is read in `plain/`. The rest of a text goes through the grammar at once;
 * where it refuses, each statement goes alone, so that a broken one costs only itself. A text that differs from the one before in a few characters, as on each
 * keystroke, is read statement by statement too, and only those that changed. Needs `prepareGrammar` to have finished.
 */
export function createPostgresReader(): Reader {
  const recent: Known[] = [];
  return (text) => {
    const before = recent.findIndex((known) => isEdit(known.text, text));
    const known = before < 0 ? undefined : recent.splice(before, 1)[0];
    const script = known === undefined ? readAfresh(text) : known.text === text ? known.script : readAgain(text, known);
    if (text.length <= MAXIMUM_REMEMBERED && isGrammarReady()) recent.unshift({ text, script });
    if (recent.length > MAXIMUM_RECENT) recent.pop();
    return script;
  };
}

interface Known {
  readonly text: string;
  readonly script: Script;
}

/** An edit also rereads migrations behind the edited one; a few texts are enough to know the edited one again. */
const MAXIMUM_RECENT = 4;

/** Longer texts, in characters, are not kept in memory. */
const MAXIMUM_REMEMBERED = 1_000_000;

/** The reader that everyone shares. */
export const readPostgres: Reader = createPostgresReader();

function readAfresh(text: string): Script {
  const plain = readPlainPart(text, MAXIMUM_STATEMENTS);
  if (plain.whole) return { statements: plain.statements, errors: [], comments: plain.comments };
  const tokens = tokenize(text);
  const statements = tokens.unterminated === null ? readWhole(tokens, plain) : null;
  return statements === null ? readStatements(tokens, new Map()) : { statements, errors: [], comments: tokens.comments };
}

function readAgain(text: string, before: Known): Script {
  const known = new Map<string, Statement>();
  for (const statement of before.script.statements) {
    if (statement.kind !== 'invalid') known.set(before.text.slice(statement.span.start, statement.span.end), statement);
  }
  return readStatements(tokenize(text), known);
}

function readStatements(tokens: Tokens, known: KnownStatements): Script {
  const tolerant = tokens.unterminated === null ? tokens : tolerantTokens(tokens.text);
  return { ...readEach(tolerant, known), comments: tolerant.comments };
}

/** Null when the grammar refuses the text, finds other statements in it than the splitter does, or when there are too many. */
function readWhole(tokens: Tokens, plain: PlainPart): readonly Statement[] | null {
  const ranges = splitStatements(tokens);
  if (ranges.length > MAXIMUM_STATEMENTS) return null;
  const known = ranges.map((range, index) => plain.statements[index] ?? plainStatement(tokens, range, index));
  const others = ranges.filter((_, index) => known[index] === null);
  if (others.length === 0) return known.filter((statement) => statement !== null);
  const parsed = parseSlice(withoutStatements(grammarText(tokens), known), 0);
  if (!parsed.ok || parsed.nodes.length !== others.length) return null;
  let read = 0;
  return ranges.map((range, index) => {
    const statement = known[index];
    if (statement) return statement;
    const node = parsed.nodes[read++];
    return statementOf(tokens, range, index, node === undefined ? [] : [node], parsed.offsetOf);
  });
}

function plainStatement(tokens: Tokens, range: TokenRange, index: number): Statement | null {
  const { start, end } = spanOfRange(tokens, range);
  const statement = readPlain(tokens.text, start, index);
  return statement?.span.end === end ? statement : null;
}

/** With blanks in place of the statements that need no grammar. */
function withoutStatements(text: string, known: readonly (Statement | null)[]): string {
  let rest = '';
  let at = 0;
  for (const statement of known) {
    if (statement === null) continue;
    const { start, end } = statement.span;
    rest += text.slice(at, start) + ' '.repeat(end - start);
    at = end;
  }
  return rest + text.slice(at);
}

/** Whether two texts begin and end alike, up to a quarter of their length. */
function isEdit(before: string, after: string): boolean {
  const longer = Math.max(before.length, after.length);
  const { prefix, suffix } = commonEnds(before, after);
  return longer - prefix - suffix <= longer / 4;
}
