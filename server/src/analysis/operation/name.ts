import type { Span } from '../text/span';

/** One identifier as the server stores it: folded to lower case unless it was quoted. */
export interface Identifier {
  readonly text: string;
  /** Where it stands; the span of the clause where the text has no token for it (an implicit name). */
  readonly span: Span;
}

/** A name that may carry its schema. Which object it means depends on the `search_path`: see `catalog/resolve.ts`. */
export interface Name {
  readonly schema: string | null;
  readonly name: string;
  readonly span: Span;
}
