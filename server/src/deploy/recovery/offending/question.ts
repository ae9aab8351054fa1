import type { OffendingRows } from '../recovery';

/** How rows that stand in the way of a statement are counted, and how a person sees them. */
export interface RowsQuestion {
  readonly what: OffendingRows['what'];
  /** As messages name them. */
  readonly subject: string;
  /** The codes of the errors that such rows cause. */
  readonly codes: readonly string[];
  /** Yields one row with one number. */
  readonly count: string;
  /** Yields the rows, or the values with how often they occur. */
  readonly show: string;
}

/** `4 duplicate values in "User"."email"`. */
export function offendingWords({ what, subject, count }: OffendingRows): string {
  const number = count === null ? 'some' : String(count);
  const one = count === 1;
  switch (what) {
    case 'duplicates':
      return `${number} ${one ? 'value occurs' : 'values occur'} more than once in ${subject}`;
    case 'nulls':
      return `${number} ${one ? 'row has' : 'rows have'} NULL in ${subject}`;
    case 'rows':
      return `${number} ${one ? 'row has' : 'rows have'} no value for ${subject}`;
    case 'orphans':
      return `${number} ${one ? 'row references' : 'rows reference'} nothing by ${subject}`;
    case 'violations':
      return `${number} ${one ? 'row violates' : 'rows violate'} ${subject}`;
    case 'uncastable':
      return `${number} ${one ? 'value of' : 'values of'} ${subject} cannot be converted`;
  }
}
