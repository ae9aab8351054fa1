import type { AnalysedStatement } from '../migration/migration';
import type { Operation } from '../operation/operation';
import { commonEnds } from '../text/common-ends';
import { type Span, spanOf } from '../text/span';

/** The text of an operation's clause. */
export function clauseText(text: string, { span }: Operation): string {
  return text.slice(span.start, span.end);
}

/** The text of a statement, without its semicolon. */
export function statementText(text: string, { span }: AnalysedStatement): string {
  return text.slice(span.start, span.end);
}

/** A part of a text that another one takes the place of. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** The one edit from a text to another: what they have in common at both ends stays. None where they are the same. */
export function differingPart(before: string, after: string): readonly TextEdit[] {
  if (before === after) return [];
  const { prefix, suffix } = commonEnds(before, after);
  return [{ span: spanOf(prefix, before.length - suffix), text: after.slice(prefix, after.length - suffix) }];
}

/** Edits do not overlap; what is inserted where another one begins comes before it. */
export function withEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)) {
    result += text.slice(at, edit.span.start) + edit.text;
    at = edit.span.end;
  }
  return result + text.slice(at);
}

/**
 * The edits that put `replacements` in the place of clauses of one statement; null takes a clause out, with the comma that
 * separated it. Null where no clause would be left: then the whole statement goes.
 */
export function clauseEdits(
  { operations }: AnalysedStatement,
  replacements: ReadonlyMap<Operation, string | null>,
): readonly TextEdit[] | null {
  const isKept = (operation: Operation | undefined): operation is Operation =>
    operation !== undefined && replacements.get(operation) !== null;
  const kept = operations.filter(isKept);
  if (kept.length === 0) return null;
  return operations.flatMap((operation, index): readonly TextEdit[] => {
    const replacement = replacements.get(operation);
    if (replacement === undefined) return [];
    if (replacement !== null) return [{ span: operation.span, text: replacement }];
    const next = operations[index + 1];
    if (next !== undefined && operations.slice(0, index).every((one) => !isKept(one))) {
      return [{ span: { start: operation.span.start, end: next.span.start }, text: '' }];
    }
    const previous = operations[index - 1];
    return [{ span: { start: previous?.span.end ?? operation.span.start, end: operation.span.end }, text: '' }];
  });
}
