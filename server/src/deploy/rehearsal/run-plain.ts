import type { Span } from '../../analysis/text/span';
import type { RehearsedStatement } from './rehearsal';
import type { Session } from './session';
import { countedRows, notRun } from './statements';

export interface PlainRun {
  readonly session: Session;
  readonly text: string;
  readonly spans: readonly Span[];
  readonly onStatement: (statement: RehearsedStatement, phase: 'begun' | 'done') => void;
  readonly abort: AbortSignal;
}

/**
 * Runs a migration on MySQL or SQLite: one statement after the other, each commits by itself, and the first that fails ends it. What ran before it stays.
 * Source: https://dev.mysql.com/doc/refman/8.4/en/implicit-commit.html
 */
export async function runPlainMigration({ session, text, spans, onStatement, abort }: PlainRun): Promise<readonly RehearsedStatement[]> {
  const results = spans.map((span, index) => notRun(index, span, text));
  for (const [at, span] of spans.entries()) {
    abort.throwIfAborted();
    const planned = results[at];
    if (planned === undefined) break;
    onStatement(planned, 'begun');
    const sql = text.slice(span.start, span.end);
    const ran = await session.run(sql);
    const result: RehearsedStatement = ran.ok
      ? { ...planned, state: 'ran', milliseconds: ran.milliseconds, rows: countedRows(sql, ran.affected) }
      : { ...planned, state: 'failed', milliseconds: ran.milliseconds, error: { ...ran.error, atCommit: false } };
    results[at] = result;
    onStatement(result, 'done');
    if (!ran.ok) return results;
  }
  return results;
}
