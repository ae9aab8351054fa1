import type { Directive } from '../analysis/migration/directives';
import { type Span, spanOf } from '../analysis/text/span';
import type { Positions } from './positions';

/** A change of one text, in offsets. */
export interface Change {
  readonly span: Span;
  readonly text: string;
  /** Where in `text` the reason stands, which people will want to replace. */
  readonly reason: Span | null;
}

/** A text in which comments suppress findings. */
export interface SuppressionPage {
  readonly text: string;
  readonly positions: Positions;
  /** What a comment begins with. */
  readonly mark: '--' | '//';
  /** With spans in the text. */
  readonly suppressions: () => readonly Directive[];
}

/** Stands until somebody writes a better one; short enough that a reviewer asks. */
const defaultReason = 'reviewed, acceptable here';

/** `-- lockstep-ignore <rule>: <reason>` on its own line above what begins at `at`. */
export function ignoreBefore(page: SuppressionPage, rule: string, at: number): Change {
  const before = page.text.slice(lineStartOf(page, at), at);
  const lineStart = at - before.length;
  const comment = directive(page, 'lockstep-ignore', rule);
  const newline = newlineOf(page.text);
  // Behind another statement the comment needs a line of its own; otherwise it takes over the statement's indentation.
  return before.trim() === '' ? insertion(lineStart, [before, comment, newline]) : insertion(at, [newline, comment, newline]);
}

/** The same above the line that holds `at`, indented as the line is. */
export function ignoreLine(page: SuppressionPage, rule: string, at: number): Change {
  const start = lineStartOf(page, at);
  const indentation = /^[^\S\r\n]*/.exec(page.text.slice(start))?.[0] ?? '';
  return insertion(start, [indentation, directive(page, 'lockstep-ignore', rule), newlineOf(page.text)]);
}

/** The same below the line that holds `at`. */
export function ignoreBelow(page: SuppressionPage, rule: string, at: number): Change {
  const length = page.text.slice(at).search(/\r?\n/);
  const end = length === -1 ? page.text.length : at + length;
  return insertion(end, [newlineOf(page.text), directive(page, 'lockstep-ignore', rule), '']);
}

/** `-- lockstep-ignore-file <rule>: <reason>` as the first line. */
export function ignoreFile(page: SuppressionPage, rule: string): Change {
  return insertion(0, ['', directive(page, 'lockstep-ignore-file', rule), newlineOf(page.text)]);
}

/** Takes a rule out of its suppression: the whole comment, and the whole line, where nothing else is left there. */
export function removeSuppression(page: SuppressionPage, at: Span): Change | null {
  const { text } = page;
  const found = suppressionAt(page, at);
  if (found === undefined) return null;
  const rule = found.rules.find(({ span }) => span.start === at.start);
  if (rule !== undefined && found.rules.length > 1) return deletion(withComma(text, rule.span));
  const line = page.positions.position(found.span.start).line;
  const start = page.positions.offset({ line, character: 0 });
  const end = page.positions.offset({ line: page.positions.position(found.span.end).line + 1, character: 0 });
  const alone = text.slice(start, found.span.start).trim() === '' && text.slice(found.span.end, end).trim() === '';
  return deletion(alone ? spanOf(start, end) : spanOf(start + text.slice(start, found.span.start).trimEnd().length, found.span.end));
}

/** Completes a suppression that says no reason. */
export function addReason(page: SuppressionPage, at: Span): Change | null {
  const found = suppressionAt(page, at);
  if (found === undefined || found.reason !== null) return null;
  const written = page.text.slice(found.span.start, found.span.end);
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

function suppressionAt({ suppressions }: SuppressionPage, at: Span): Directive | undefined {
  return suppressions().find(({ span }) => span.start <= at.start && at.start <= span.end);
}

function lineStartOf({ positions }: SuppressionPage, at: number): number {
  return positions.offset({ line: positions.position(at).line, character: 0 });
}

function directive({ mark }: SuppressionPage, keyword: string, rule: string): string {
  return `${mark} ${keyword} ${rule}: ${defaultReason}`;
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
