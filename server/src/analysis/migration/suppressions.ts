import type { Finding } from '../finding';
import type { Script, SqlComment, Statement } from '../sql/statement';
import { covers, type Span, spanOf } from '../text/span';

/** `-- lockstep-ignore <rule>, <rule>: <reason>` above a statement or on its line; `lockstep-ignore-file` at the top. */
export interface Suppression {
  readonly rules: readonly SuppressedRule[];
  /** Null where none is written: then it suppresses nothing. */
  readonly reason: string | null;
  readonly target: SuppressionTarget;
  /** The whole comment. */
  readonly span: Span;
}

export interface SuppressedRule {
  readonly id: string;
  readonly span: Span;
}

export type SuppressionTarget =
  | { readonly type: 'file' }
  | { readonly type: 'statement'; readonly statement: number }
  /** `lockstep-ignore` that no statement follows, or `lockstep-ignore-file` below the first statement. */
  | { readonly type: 'nothing' };

/** A suppression after the rules have run. */
export interface JudgedSuppression extends Suppression {
  readonly unused: readonly UnusedRule[];
}

export interface UnusedRule extends SuppressedRule {
  readonly why: 'no-finding' | 'unknown-rule' | 'no-target';
}

const directive = /^lockstep-ignore(-file)?(?=[\s:]|$)([^:]*)(?::([\s\S]*))?$/;

/** Every suppression that a file holds, in order. */
export function suppressionsOf(script: Script, text: string): readonly Suppression[] {
  return script.comments.flatMap((comment) => {
    const match = directive.exec(comment.text);
    if (match === null) return [];
    const reason = match[3]?.trim() ?? '';
    const target = match[1] === undefined ? statementTarget(comment, script, text) : fileTarget(comment, script);
    return [{ rules: rulesIn(match[2] ?? '', comment, text), reason: reason === '' ? null : reason, target, span: comment.span }];
  });
}

/** Whether a suppression takes this finding away. */
export function suppresses(suppression: Suppression, finding: Finding): boolean {
  if (suppression.reason === null || !suppression.rules.some((rule) => rule.id === finding.rule)) return false;
  const { target } = suppression;
  return target.type === 'file' || (target.type === 'statement' && target.statement === finding.statement);
}

/**
 * Says which of a suppression's rules it was not needed for. `status` knows the rules: one that is turned off did not run, so
 * nothing can be said about it.
 */
export function judgeSuppression(
  suppression: Suppression,
  findings: readonly Finding[],
  status: (rule: string) => 'runs' | 'off' | 'unknown',
): JudgedSuppression {
  const unused = suppression.rules.flatMap((rule): readonly UnusedRule[] => {
    const known = status(rule.id);
    if (known === 'unknown') return [{ ...rule, why: 'unknown-rule' }];
    if (known === 'off' || suppression.reason === null) return [];
    if (suppression.target.type === 'nothing') return [{ ...rule, why: 'no-target' }];
    const used = findings.some((finding) => finding.rule === rule.id && suppresses(suppression, finding));
    return used ? [] : [{ ...rule, why: 'no-finding' }];
  });
  return { ...suppression, unused };
}

function fileTarget(comment: SqlComment, script: Script): SuppressionTarget {
  const first = script.statements[0];
  return first === undefined || comment.span.start < first.span.start ? { type: 'file' } : { type: 'nothing' };
}

/** The statement that the comment stands in or behind on one line, else the next one. */
function statementTarget(comment: SqlComment, script: Script, text: string): SuppressionTarget {
  const next = firstBehind(comment, script.statements);
  const last = script.statements[next - 1];
  const isOfLast = last !== undefined && (covers(last.span, comment.span) || endsOnLineOf(last.span, comment.span, text));
  const target = isOfLast ? last : script.statements[next];
  return target === undefined ? { type: 'nothing' } : { type: 'statement', statement: target.index };
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

function rulesIn(list: string, comment: SqlComment, text: string): readonly SuppressedRule[] {
  const written = text.slice(comment.span.start, comment.span.end);
  let from = written.indexOf('lockstep-ignore') + 'lockstep-ignore'.length;
  return [...list.matchAll(/[^\s,]+/g)].map(([id]) => {
    const at = written.indexOf(id, from);
    from = at + id.length;
    return { id, span: spanOf(comment.span.start + at, comment.span.start + from) };
  });
}
