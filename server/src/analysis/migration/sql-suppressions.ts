import type { Script, SqlComment, Statement } from '../sql/statement';
import { covers, type Span } from '../text/span';
import { directiveIn, type Suppression, type SuppressionTarget } from './directives';

/**
 * The suppressions of a migration, in order: `-- lockstep-ignore` above a statement or on its line, `-- lockstep-ignore-file`
 * above the first one.
 */
export function sqlSuppressions(script: Script, text: string): readonly Suppression[] {
  return script.comments.flatMap((comment): readonly Suppression[] => {
    const directive = directiveIn(comment.text, comment.span, text);
    if (directive === null) return [];
    return [{ ...directive, target: directive.wholeFile ? fileTarget(comment, script) : statementTarget(comment, script, text) }];
  });
}

const nothing: SuppressionTarget = { type: 'nothing', why: 'no-target' };

function fileTarget(comment: SqlComment, script: Script): SuppressionTarget {
  const first = script.statements[0];
  return first === undefined || comment.span.start < first.span.start ? { type: 'findings', covers: () => true } : nothing;
}

/** The statement that the comment stands in or behind on one line, else the next one. */
function statementTarget(comment: SqlComment, script: Script, text: string): SuppressionTarget {
  const next = firstBehind(comment, script.statements);
  const last = script.statements[next - 1];
  const isOfLast = last !== undefined && (covers(last.span, comment.span) || endsOnLineOf(last.span, comment.span, text));
  const target = isOfLast ? last : script.statements[next];
  return target === undefined ? nothing : { type: 'findings', covers: ({ statement }) => statement === target.index };
}

/** Position of the first statement that starts behind the comment. */
function firstBehind(comment: SqlComment, statements: readonly Statement[]): number {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((statements[middle]?.span.start ?? 0) < comment.span.end) low = middle + 1;
    else high = middle;
  }
  return low;
}

function endsOnLineOf(statement: Span, comment: Span, text: string): boolean {
  return statement.end <= comment.start && /^[^\S\n]*;?[^\S\n]*$/.test(text.slice(statement.end, comment.start));
}
