import type { Node } from '@pgsql/types';
import type { Operation } from '../../operation/operation';
import type { Span } from '../../text/span';
import type { Statement } from '../statement';
import { base, type Source } from './source';
import type { TokenRange } from './split';
import { readStatement, statementName } from './statement-readers';
import type { Tokens } from './tokens';

/** A statement with what its tree says; `nodes` is empty where the grammar refused it. */
export function statementOf(
  tokens: Tokens,
  range: TokenRange,
  index: number,
  nodes: readonly Node[],
  offsetOf: Source['offsetOf'],
): Statement {
  const span = spanOfRange(tokens, range);
  const first = nodes[0];
  if (first === undefined) return { index, span, kind: 'invalid', operations: [] };
  const source: Source = { tokens, range, span, conditional: false, offsetOf };
  return { index, span, kind: kindOf(statementName(first)), operations: operationsOf(source, nodes) };
}

/** A tree of some thousand levels (`1 + 1 + 1 …`) parses, but is too deep to be walked. */
function operationsOf(source: Source, nodes: readonly Node[]): readonly Operation[] {
  try {
    return nodes.flatMap((node) => readStatement(source, node));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [{ kind: 'unknown', ...base(source), reason: 'a statement nested too deeply' }];
  }
}

export function spanOfRange(tokens: Tokens, range: TokenRange): Span {
  return { start: tokens.starts[range.first] ?? 0, end: tokens.ends[range.last - 1] ?? 0 };
}

const kinds = new Map<string, string>();

/** `AlterTableStmt` → `alter-table`, `AlterTSDictionaryStmt` → `alter-ts-dictionary`. */
function kindOf(name: string): string {
  const known = kinds.get(name);
  if (known !== undefined) return known;
  const kind = name
    .replace(/Stmt$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
  kinds.set(name, kind);
  return kind;
}
