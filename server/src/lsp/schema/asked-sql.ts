import type { SchemaAnalysis } from '../../analysis/analyze-schema';
import type { Effect } from '../../analysis/effects/effect';
import { mergeEffects } from '../../analysis/effects/merge';
import type { Finding } from '../../analysis/finding';
import type { AnalysedStatement } from '../../analysis/migration/migration';
import type { SqlPart, SqlText } from '../../analysis/render/sql-text';
import { covers } from '../../analysis/text/span';

/** What one place in the schema asks the database for. */
export interface AskedSql {
  /** As Prisma would write it, without what other places ask for. */
  readonly sql: string;
  /** Of this place alone. */
  readonly effect: Effect;
}

/**
 * The SQL that Prisma would write for what stands at an offset of the joined text, and for what the findings there are about: a
 * field that looks renamed asks for the drop of the old column too. Null where nothing changes.
 */
export function askedSql(analysis: SchemaAnalysis, offset: number, findings: readonly Finding[]): AskedSql | null {
  const here = analysis.places.filter(({ span }) => span.start <= offset && offset <= span.end).map(({ part }) => part);
  const about = findings.flatMap((finding) => partOf(analysis, finding) ?? []);
  const parts = outermost([...here, ...about]);
  if (parts.length === 0) return null;
  const effects = parts.flatMap((part) => analysis.statements.flatMap((statement) => effectsIn(statement, part)));
  return { sql: writtenSql(analysis, parts), effect: mergeEffects(effects) };
}

/** The innermost part that holds what a finding is about. */
function partOf({ sql }: SchemaAnalysis, { operation }: Finding): SqlPart | null {
  return operation === null ? null : (sql.parts.findLast(({ span }) => covers(span, operation.span)) ?? null);
}

/** In the order of the SQL, each once, and none that another one holds. */
function outermost(parts: readonly SqlPart[]): readonly SqlPart[] {
  const sorted = [...new Set(parts)].sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  return sorted.filter((part, index) => !sorted.slice(0, index).some((other) => covers(other.span, part.span)));
}

/** Effects of the clauses that the part consists of; of a part that is less than a clause, that of the clause. */
function effectsIn({ operations, effects }: AnalysedStatement, { span }: SqlPart): readonly Effect[] {
  return effects.filter((_, index) => {
    const operation = operations[index];
    return operation !== undefined && operation.span.start < span.end && span.start < operation.span.end;
  });
}

/** Whole statements as they are, clauses of one ALTER TABLE behind its beginning, a part of a new table between its brackets. */
function writtenSql({ sql, statements }: SchemaAnalysis, parts: readonly SqlPart[]): string {
  const pieces: string[] = [];
  let open: AnalysedStatement | null = null;
  for (const part of parts) {
    const text = sql.text.slice(part.span.start, part.span.end).replace(/^ADD COLUMN +/, 'ADD COLUMN ');
    const around = statements.find(({ span }) => covers(span, part.span) && span.start < part.span.start);
    if (around !== undefined && around === open) pieces.push(`${pieces.pop()},\n${text}`);
    else pieces.push(around === undefined ? text : within(sql, around, text));
    open = around?.kind === 'alter-table' ? around : null;
  }
  return pieces.map((piece) => `${piece};`).join('\n');
}

function within({ text }: SqlText, { span, kind, operations }: AnalysedStatement, part: string): string {
  const [first] = operations;
  if (kind === 'alter-table') return `${text.slice(span.start, first?.span.start)}${part}`;
  const whole = text.slice(span.start, span.end);
  return first?.kind === 'create-table' ? `${whole.slice(0, whole.indexOf('('))}( … ${part} … )` : whole;
}
