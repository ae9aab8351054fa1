import type { Reader } from '../reader';
import type { Statement } from '../statement';
import { readEach } from './read-each';
import { tolerantTokens } from './recover';
import { grammarText, parseSlice } from './slice';
import { splitStatements } from './split';
import { statementOf } from './statement-of';
import { type Tokens, tokenize } from './tokens';

/**
 * Reads a PostgreSQL migration. The whole text goes through the grammar at once; where it refuses, each statement goes alone,
 * so that a broken one costs only itself. Needs `prepareGrammar` to have finished.
 */
export const readPostgres: Reader = (text) => {
  const tokens = tokenize(text);
  const statements = tokens.unterminated === null ? readWhole(tokens) : null;
  if (statements !== null) return { statements, errors: [], comments: tokens.comments };
  const tolerant = tokens.unterminated === null ? tokens : tolerantTokens(text);
  return { ...readEach(tolerant), comments: tolerant.comments };
};

/** Null when the grammar refuses the text, or finds other statements in it than the splitter does. */
function readWhole(tokens: Tokens): readonly Statement[] | null {
  const ranges = splitStatements(tokens);
  if (ranges.length === 0) return [];
  const parsed = parseSlice(grammarText(tokens), 0);
  if (!parsed.ok || parsed.nodes.length !== ranges.length) return null;
  return ranges.map((range, index) => {
    const node = parsed.nodes[index];
    return statementOf(tokens, range, index, node === undefined ? [] : [node], parsed.offsetOf);
  });
}
