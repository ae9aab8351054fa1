import { lineIndexOf, positionAt } from '../../analysis/text/line-index';
import type { Span } from '../../analysis/text/span';
import type { RehearsedStatement } from './rehearsal';

/** A statement before it has run. */
export function notRun(index: number, span: Span, text: string): RehearsedStatement {
  return {
    index,
    span: { start: span.start, end: span.end },
    line: positionAt(lineIndexOf(text), span.start).line + 1,
    sql: firstLine(text.slice(span.start, span.end)),
    state: 'not-run',
    reason: null,
    milliseconds: null,
    rows: null,
    seen: null,
    foretold: null,
    differences: [],
    error: null,
    estimate: null,
  };
}

const shownLength = 120;

function firstLine(sql: string): string {
  const line = (/[^\r\n]*/.exec(sql)?.[0] ?? '').trimEnd();
  const whole = line.length === sql.length && line.length <= shownLength;
  return whole ? line : `${line.slice(0, shownLength - 1)}…`;
}

/** Rows as the server counts them, of statements that are about rows; the others say 0 or nothing. */
export function countedRows(sql: string, affected: number | null): number | null {
  return /^\s*(insert|update|delete|merge|copy|select|with|values|replace|create\s+(?:\w+\s+)*table\b[\s\S]*\bas\b)/i.test(sql)
    ? affected
    : null;
}

export function totalOf(statements: readonly RehearsedStatement[]): number {
  return statements.reduce((sum, { milliseconds }) => sum + (milliseconds ?? 0), 0);
}
