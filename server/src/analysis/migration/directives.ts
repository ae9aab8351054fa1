import type { Finding } from '../finding';
import { type Span, spanOf } from '../text/span';

/** A comment that suppresses findings, wherever it stands: `lockstep-ignore <rule>, <rule>: <reason>`. */
export interface Directive {
  readonly rules: readonly SuppressedRule[];
  /** Null where none is written: then it suppresses nothing. */
  readonly reason: string | null;
  /** `lockstep-ignore-file`. */
  readonly wholeFile: boolean;
  /** The whole comment. */
  readonly span: Span;
}

export interface SuppressedRule {
  readonly id: string;
  readonly span: Span;
}

/** A directive and what it reaches from where it stands. */
export interface Suppression extends Directive {
  readonly target: SuppressionTarget;
}

export type SuppressionTarget =
  | { readonly type: 'findings'; readonly covers: (finding: Finding) => boolean }
  /** `lockstep-ignore` that nothing follows, or `lockstep-ignore-file` that is not at the top. */
  | { readonly type: 'nothing'; readonly why: 'no-target' | 'not-at-top' };

const directive = /^lockstep-ignore(-file)?(?=[\s:]|$)([^:]*)(?::([\s\S]*))?$/;

/** What a comment suppresses; `content` is its text without its marks, trimmed. Null for every other comment. */
export function directiveIn(content: string, span: Span, text: string): Directive | null {
  const match = directive.exec(content);
  if (match === null) return null;
  const reason = match[3]?.trim() ?? '';
  return { rules: rulesIn(match[2] ?? '', span, text), reason: reason === '' ? null : reason, wholeFile: match[1] !== undefined, span };
}

function rulesIn(list: string, comment: Span, text: string): readonly SuppressedRule[] {
  const written = text.slice(comment.start, comment.end);
  let from = written.indexOf('lockstep-ignore') + 'lockstep-ignore'.length;
  return [...list.matchAll(/[^\s,]+/g)].map(([id]) => {
    const at = written.indexOf(id, from);
    from = at + id.length;
    return { id, span: spanOf(comment.start + at, comment.start + from) };
  });
}
