import type { Tokens } from './tokens';

/** What may follow ALTER, CREATE and DROP at the start of a statement; in a clause a column or constraint follows. */
const objects =
  'access|aggregate|cast|collation|conversion|database|default|domain|event|extension|foreign|function|group|index|language|large|' +
  'materialized|operator|owned|policy|procedure|publication|role|routine|rule|schema|sequence|server|statistics|subscription|system|' +
  'table|tablespace|text|transform|trigger|type|user|view';

/**
 * Lines that are very likely the start of a statement, whatever stands before them. Words that also begin lines inside one
 * (SELECT, WITH, SET, VALUES, `UPDATE SET`, `ALTER COLUMN`, `DROP CONSTRAINT`) are no such sign.
 */
const starts = [
  String.raw`create\b`,
  String.raw`(?:alter|drop)\s+(?:${objects})\b`,
  String.raw`insert\s+into\b`,
  String.raw`update\s+(?!set\b|of\b|nowait\b|skip\b)`,
  String.raw`delete\s+from\b`,
  String.raw`(?:truncate|comment\s+on|grant|revoke|reindex|refresh|vacuum)\b`,
  String.raw`(?:begin|commit|rollback)\s*;`,
  String.raw`do\s+(?:\$|language\b)`,
].join('|');

const startLine = {
  anywhere: new RegExp(String.raw`^[ \t]*(?=(?:${starts}))`, 'gim'),
  'at the margin': new RegExp(`^(?=(?:${starts}))`, 'gim'),
};
const startHere = new RegExp(starts, 'iy');

/** The offset of the next line behind `from` that looks like the start of a statement; the text's length without one. */
export function nextStartLine(text: string, from: number, place: keyof typeof startLine): number {
  const pattern = startLine[place];
  pattern.lastIndex = from + 1;
  return pattern.exec(text)?.index ?? text.length;
}

/** Whether a token is the first one of its line and looks like the start of a statement. */
export function isStatementStart(tokens: Tokens, index: number): boolean {
  const start = tokens.starts[index];
  if (start === undefined || tokens.kinds[index] !== 'word') return false;
  let before = start;
  while (before > 0 && (tokens.text[before - 1] === ' ' || tokens.text[before - 1] === '\t')) before--;
  if (before > 0 && tokens.text[before - 1] !== '\n' && tokens.text[before - 1] !== '\r') return false;
  startHere.lastIndex = start;
  return startHere.test(tokens.text);
}
