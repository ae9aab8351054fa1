import {
  assignedValue,
  endAt,
  isSemicolon,
  isSign,
  type Piece,
  type Scan,
  semicolon,
  skipLabel,
  takeWord,
  textAt,
  wordBetween,
} from './plpgsql-scan';
import { isWord } from './split';
import type { Tokens } from './tokens';

/** What a body runs, in written order. */
export interface Block {
  readonly pieces: readonly Piece[];
  /** Declared variables and loop records, in lower case unless quoted: in SQL they look like columns. */
  readonly variables: ReadonlySet<string>;
}

/** Deeper nesting is given up: a person does not write it, and each level takes stack. */
const MAXIMUM_DEPTH = 100;

/** Scans the tokens of a body. What does not follow the language ends as one `unreadable` piece up to the end of the body. */
export function scanBlock(tokens: Tokens): Block {
  const scan: Scan = { tokens, at: 0, pieces: [], variables: new Set(), mayHaveReturned: false, depth: 0 };
  readBlock(scan, false);
  const end = tokens.kinds.length;
  if (isSign(scan, ';')) scan.at++;
  if (scan.at < end) add(scan, 'unreadable', scan.at, end, false);
  return { pieces: scan.pieces, variables: scan.variables };
}

function add(scan: Scan, type: Piece['type'], first: number, last: number, conditional: boolean): void {
  if (last > first) scan.pieces.push({ type, range: { first, last }, conditional: conditional || scan.mayHaveReturned });
}

/** `[<<label>>] [DECLARE …] BEGIN … [EXCEPTION …] END [label]` */
function readBlock(scan: Scan, conditional: boolean): void {
  skipLabel(scan);
  if (takeWord(scan, 'declare')) readDeclarations(scan, conditional);
  if (!takeWord(scan, 'begin')) return;
  const firstPiece = scan.pieces.length;
  readStatements(scan, conditional);
  if (takeWord(scan, 'exception')) {
    for (let index = firstPiece; index < scan.pieces.length; index++) {
      const piece = scan.pieces[index];
      if (piece !== undefined) scan.pieces[index] = { ...piece, conditional: true };
    }
    while (takeWord(scan, 'when')) {
      scan.at = endAt(scan, 'then') + 1;
      readStatements(scan, true);
    }
  }
  if (takeWord(scan, 'end') && !isSign(scan, ';') && scan.at < scan.tokens.kinds.length) scan.at++; // The label behind END.
}

/** `name [CONSTANT] type [:= default];` and `name CURSOR FOR query;`, up to BEGIN. */
function readDeclarations(scan: Scan, conditional: boolean): void {
  while (scan.at < scan.tokens.kinds.length && !isWord(scan.tokens, scan.at, 'begin')) {
    const first = scan.at;
    const end = semicolon(scan);
    scan.variables.add(textAt(scan, first));
    const query = cursorQuery(scan, first, end);
    if (query > 0) add(scan, 'query', query, end, true);
    else addInitialValue(scan, first, end, conditional);
    scan.at = end + 1;
  }
}

/** Behind the FOR or IS of `name CURSOR (arguments) FOR query`; -1 for another declaration. */
function cursorQuery(scan: Scan, first: number, end: number): number {
  const cursor = wordBetween(scan, 'cursor', first, end);
  if (cursor < 0) return -1;
  const sign = wordBetween(scan, 'for', cursor, end);
  return (sign < 0 ? wordBetween(scan, 'is', cursor, end) : sign) + 1;
}

/** What stands behind `:=`, `=` or DEFAULT of a declaration. */
function addInitialValue(scan: Scan, first: number, end: number, conditional: boolean): void {
  for (let at = first + 1; at < end; at++) {
    const text = textAt(scan, at);
    if (text !== 'default' && text !== '=') continue;
    add(scan, 'expression', at + 1, end, conditional);
    return;
  }
}

/** Statements up to a word that ends their list. */
function readStatements(scan: Scan, conditional: boolean): void {
  scan.depth++;
  while (scan.at < scan.tokens.kinds.length) {
    const before = scan.at;
    const word = textAt(scan, scan.at);
    if (scan.tokens.kinds[scan.at] === 'word' && listEnds.has(word)) break;
    if (scan.depth > MAXIMUM_DEPTH) break;
    readStatement(scan, word, conditional);
    if (scan.at === before) break;
  }
  scan.depth--;
}

const listEnds: ReadonlySet<string> = new Set(['end', 'exception', 'when', 'elsif', 'elseif', 'else']);

/** Statements that touch no data by themselves; an expression in them may. */
const silent: ReadonlySet<string> = new Set(['null', 'raise', 'exit', 'continue', 'get', 'close', 'fetch', 'move', 'assert']);

/** Who follows which statement, by its first word; every other statement is an assignment or SQL. */
const constructs: ReadonlyMap<string, (scan: Scan, conditional: boolean) => void> = new Map([
  ['declare', readInnerBlock],
  ['begin', readInnerBlock],
  ['if', readIf],
  ['case', readCase],
  ['loop', readLoop],
  ['while', readLoop],
  ['for', readLoop],
  ['foreach', readLoop],
  ['return', readReturn],
  ['open', readOpen],
  ['perform', (scan: Scan, conditional: boolean) => readSimple(scan, 'perform', scan.at, conditional)],
  ['execute', (scan: Scan, conditional: boolean) => readSimple(scan, 'execute', scan.at, conditional)],
]);

function readStatement(scan: Scan, word: string, conditional: boolean): void {
  const construct = scan.tokens.kinds[scan.at] === 'word' ? constructs.get(word) : undefined;
  if (isSign(scan, ';')) scan.at++;
  else if (word === '<<') skipLabel(scan);
  else if (construct !== undefined) construct(scan, conditional);
  else if (scan.tokens.kinds[scan.at] === 'word' && silent.has(word)) scan.at = semicolon(scan) + 1;
  else {
    const value = assignedValue(scan);
    if (value > 0) readSimple(scan, 'expression', value, conditional);
    else readSimple(scan, 'statement', scan.at, conditional);
  }
}

function readInnerBlock(scan: Scan, conditional: boolean): void {
  readBlock(scan, conditional);
  closeStatement(scan);
}

/** `RETURN;` leaves the block, so that everything behind it may not run. */
function readReturn(scan: Scan, conditional: boolean): void {
  readSimple(scan, 'expression', scan.at + 1, conditional);
  scan.mayHaveReturned = true;
}

function readSimple(scan: Scan, type: Piece['type'], first: number, conditional: boolean): void {
  const end = semicolon(scan);
  add(scan, type, first, end, conditional);
  scan.at = end + 1;
}

/** `OPEN cursor FOR query`; a declared cursor's query stands at its declaration. */
function readOpen(scan: Scan, conditional: boolean): void {
  const end = semicolon(scan);
  const query = wordBetween(scan, 'for', scan.at, end);
  if (query > 0) add(scan, isWord(scan.tokens, query + 1, 'execute') ? 'execute' : 'query', query + 1, end, conditional);
  scan.at = end + 1;
}

function readIf(scan: Scan, conditional: boolean): void {
  let isFirst = true;
  do {
    scan.at++;
    const then = endAt(scan, 'then');
    add(scan, 'expression', scan.at, then, conditional || !isFirst);
    scan.at = then + 1;
    readStatements(scan, true);
    isFirst = false;
  } while (isWord(scan.tokens, scan.at, 'elsif') || isWord(scan.tokens, scan.at, 'elseif'));
  if (takeWord(scan, 'else')) readStatements(scan, true);
  closeConstruct(scan, 'if');
}

function readCase(scan: Scan, conditional: boolean): void {
  scan.at++;
  const when = endAt(scan, 'when');
  add(scan, 'expression', scan.at, when, conditional);
  scan.at = when;
  while (takeWord(scan, 'when')) {
    const then = endAt(scan, 'then');
    scan.at = then + 1;
    readStatements(scan, true);
  }
  if (takeWord(scan, 'else')) readStatements(scan, true);
  closeConstruct(scan, 'case');
}

/** `LOOP`, `WHILE condition LOOP`, `FOR record IN query LOOP`, `FOR i IN 1 .. 9 LOOP`, `FOREACH x IN ARRAY a LOOP`. */
function readLoop(scan: Scan, conditional: boolean): void {
  const word = textAt(scan, scan.at);
  const first = scan.at + 1;
  const loop = word === 'loop' ? scan.at : endAt(scan, 'loop');
  if (word === 'while') add(scan, 'expression', first, loop, conditional);
  if (word === 'for') {
    const source = wordBetween(scan, 'in', first, loop);
    for (let at = first; at < source; at++) scan.variables.add(textAt(scan, at));
    const start = textAt(scan, source + 1);
    if (start === 'execute') add(scan, 'execute', source + 1, loop, conditional);
    else if (queryStarts.has(start)) add(scan, 'query', source + 1, loop, conditional);
  }
  scan.at = loop + 1;
  readStatements(scan, true);
  closeConstruct(scan, 'loop');
}

const queryStarts: ReadonlySet<string> = new Set(['select', 'with', 'values', 'table', '(', 'insert', 'update', 'delete']);

/** `END IF;`, `END LOOP label;` */
function closeConstruct(scan: Scan, word: string): void {
  if (takeWord(scan, 'end') && takeWord(scan, word)) closeStatement(scan);
}

function closeStatement(scan: Scan): void {
  if (scan.tokens.kinds[scan.at] === 'word' && isSemicolon(scan, scan.at + 1)) scan.at++;
  if (isSign(scan, ';')) scan.at++;
}
