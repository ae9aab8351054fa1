import { createScanner } from 'jsonc-parser';

/** Far deeper than settings stand. */
const maximumDepth = 100;

/**
 * Where a JSON text nests deeper than it may; null where it does not. To be asked before a parser that calls itself for every
 * level: the stack ends before a long line of brackets does.
 */
export function tooDeepAt(text: string): number | null {
  const scanner = createScanner(text, true);
  let depth = 0;
  while (scanner.getPosition() < text.length) {
    scanner.scan();
    // A bracket within a string or a comment never begins a token.
    const first = text[scanner.getTokenOffset()];
    if (first === '{' || first === '[') depth++;
    if (first === '}' || first === ']') depth--;
    if (depth > maximumDepth) return scanner.getTokenOffset();
  }
  return null;
}
