import type { Suppression } from '../analysis/migration/directives';
import { sqlSuppressions } from '../analysis/migration/sql-suppressions';
import { type Span, spanOf } from '../analysis/text/span';
import type { MigrationView } from './migration-view';

/** A change of one text, in offsets. */
export interface Change {
  readonly span: Span;
  readonly text: string;
  /** Where in `text` the reason stands, which people will want to replace. */
  readonly reason: Span | null;
}

/** Stands until somebody writes a better one; short enough that a reviewer asks. */
const defaultReason = 'reviewed, acceptable here';

/** `-- lockstep-ignore <rule>: <reason>` on its own line above a statement. */
export function ignoreStatement(view: MigrationView, rule: string, statement: number): Change | null {
  const found = view.analysis.statements[statement];
  if (found === undefined) return null;
  const at = found.span.start;
  const lineStart = view.positions.offset({ line: view.positions.position(at).line, character: 0 });
  const before = view.text.slice(lineStart, at);
  const comment = directive('lockstep-ignore', rule);
  const newline = newlineOf(view.text);
  // Behind another statement the comment needs a line of its own; otherwise it takes over the statement's indentation.
  return before.trim() === '' ? insertion(lineStart, [before, comment, newline]) : insertion(at, [newline, comment, newline]);
}

/** `-- lockstep-ignore-file <rule>: <reason>` as the first line. */
export function ignoreFile(view: MigrationView, rule: string): Change {
  return insertion(0, ['', directive('lockstep-ignore-file', rule), newlineOf(view.text)]);
}

/** Takes a rule out of its suppression: the whole comment, and the whole line, where nothing else is left there. */
export function removeSuppression(view: MigrationView, at: Span): Change | null {
  const { text } = view;
  const found = suppressionAt(view, at);
  if (found === undefined) return null;
  const rule = found.rules.find(({ span }) => span.start === at.start);
  if (rule !== undefined && found.rules.length > 1) return deletion(withComma(text, rule.span));
  const line = view.positions.position(found.span.start).line;
  const start = view.positions.offset({ line, character: 0 });
  const end = view.positions.offset({ line: view.positions.position(found.span.end).line + 1, character: 0 });
  const alone = text.slice(start, found.span.start).trim() === '' && text.slice(found.span.end, end).trim() === '';
  return deletion(alone ? spanOf(start, end) : spanOf(start + text.slice(start, found.span.start).trimEnd().length, found.span.end));
}

/** Completes a suppression that says no reason. */
export function addReason(view: MigrationView, at: Span): Change | null {
  const found = suppressionAt(view, at);
  if (found === undefined || found.reason !== null) return null;
  const written = view.text.slice(found.span.start, found.span.end);
  const block = written.endsWith('*/');
  const body = (block ? written.slice(0, -2) : written).trimEnd();
  const separator = body.endsWith(':') ? ' ' : ': ';
  const start = found.span.start + body.length;
  const end = block ? found.span.end - 2 : found.span.end;
  return {
    span: spanOf(start, end),
    text: `${separator}${defaultReason}${block ? ' ' : ''}`,
    reason: spanOf(separator.length, separator.length + defaultReason.length),
  };
}

function suppressionAt({ analysis, text }: MigrationView, at: Span): Suppression | undefined {
  return sqlSuppressions(analysis.script, text).find(({ span }) => span.start <= at.start && at.start <= span.end);
}

function directive(keyword: string, rule: string): string {
  return `-- ${keyword} ${rule}: ${defaultReason}`;
}

function insertion(at: number, [before, comment, after]: readonly [string, string, string]): Change {
  const end = before.length + comment.length;
  return { span: spanOf(at, at), text: `${before}${comment}${after}`, reason: spanOf(end - defaultReason.length, end) };
}

function deletion(span: Span): Change {
  return { span, text: '', reason: null };
}

/** The comma that separated the rule goes with it: the one behind, else the one before. */
function withComma(text: string, { start, end }: Span): Span {
  const behind = /^\s*,\s*/.exec(text.slice(end));
  if (behind !== null) return spanOf(start, end + behind[0].length);
  const before = /\s*,\s*$/.exec(text.slice(0, start));
  return spanOf(start - (before?.[0].length ?? 0), end);
}

function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
