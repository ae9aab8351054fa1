import type { AnalysedStatement } from '../../analysis/migration/migration';
import { operationWords } from '../../analysis/wording/operation-words';
import { counted } from '../../analysis/wording/wording';
import type { Style } from '../color';
import type { ShownDiff } from './diff';
import { aspectsOf } from './effects-pretty';
import { printable } from './printable';

/** A schema's changes for people: each statement in words, as SQL, and what it does to the database. */
export function formatDiffPretty(diff: ShownDiff, style: Style): string {
  const { sql, statements, comparedWith } = diff;
  const head = style.path(printable(diff.path));
  const before = comparedWith === null ? 'what the migrations build' : printable(comparedWith);
  if (sql === '') return `${head}  no difference from ${before}\n`;
  if (statements === null) return `${head}  differs from ${before}\n\n${indented(sql, style)}\n`;
  const parts = statements.map((statement) => prettyStatement(statement, sql, style));
  return `${head}  ${counted(statements.length, 'statement')} on top of ${before}\n\n${parts.join('\n')}`;
}

function prettyStatement(statement: AnalysedStatement, sql: string, style: Style): string {
  const { span, operations } = statement;
  const words = operations.map((operation) => `  ${style.bold(printable(operationWords(operation, sql)))}`);
  const effects = aspectsOf(statement, style).map((aspect) => `    ${aspect}`);
  return `${[...words, indented(`${sql.slice(span.start, span.end)};`, style), ...effects].join('\n')}\n`;
}

function indented(sql: string, style: Style): string {
  const lines = sql.trimEnd().split('\n');
  return lines.map((line) => (line === '' ? '' : `    ${style.dim(printable(line))}`)).join('\n');
}
