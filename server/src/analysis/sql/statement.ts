import type { Operation } from '../operation/operation';
import type { Span } from '../text/span';

/** One SQL statement of a migration, as a provider's reader yields it. */
export interface Statement {
  /** Position in the file, from 0. */
  readonly index: number;
  /** From the first keyword to the last token; no comments around it, no semicolon. */
  readonly span: Span;
  /**
   * The grammar's own name in kebab case: `alter-table`, `create`, `index`, `drop`, `alter-enum`, …; `invalid` when it does not
   * parse, `unread` for the rest of a file that is too long.
   */
  readonly kind: string;
  /** In written order. Empty only for `invalid`. */
  readonly operations: readonly Operation[];
}

/** A statement, or text between statements, that the grammar refuses. */
export interface SqlSyntaxError {
  readonly message: string;
  /** The token at which the server's parser stopped. */
  readonly span: Span;
  /**
   * Index of the statement that it belongs to: an `invalid` one, or one that lacks the semicolon behind it and was read all the
   * same, since its end is clear. The span may lie right behind the statement.
   */
  readonly statement: number;
}

export interface SqlComment {
  readonly span: Span;
  /** Without its marks, trimmed. */
  readonly text: string;
}

/** What a reader yields for the text of one file. Reading never fails: what is unreadable is a result. */
export interface Script {
  readonly statements: readonly Statement[];
  readonly errors: readonly SqlSyntaxError[];
  readonly comments: readonly SqlComment[];
}
