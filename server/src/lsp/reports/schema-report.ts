import { basename } from 'node:path';
import type { AnalysedStatement } from '../../analysis/migration/migration';
import { locate } from '../../analysis/schema/schema-text';
import { operationWords } from '../../analysis/wording/operation-words';
import { counted } from '../../analysis/wording/wording';
import type { Report } from '../../protocol';
import { describeStatement } from '../hover';
import { positionsOf } from '../positions';
import { quotedSql } from '../quoted-sql';
import type { SchemaView } from '../schema/schema-view';

/** What the schema changes, as the migration that Prisma would write: each statement in words, as SQL, and what it does. */
export function schemaReport(view: SchemaView, name: string): Report {
  const { statements, changed, unresolved } = view.schema.analysis;
  const unread = unresolved === 0 ? [] : [`${counted(unresolved, 'place')} of the schema cannot be read yet and ${left(unresolved)} out.`];
  const nothing = statements.length === 0 ? [`The schema asks for nothing beyond ${view.baseline}.`] : [];
  const summary = statements.length === 0 ? '' : ` ${counted(changed.length, 'change')}, ${counted(statements.length, 'statement')}.`;
  const text = [
    `## Schema difference of ${name}`,
    `${view.baseline} · ${view.serverName} · ${view.prismaName}.${summary}`,
    ...unread,
    ...nothing,
    ...statements.flatMap((statement) => statementSection(view, statement)),
  ].join('\n\n');
  return { title: `Schema difference of ${name}`, text: `${text}\n` };
}

function left(places: number): string {
  return places === 1 ? 'is left' : 'are left';
}

function statementSection(view: SchemaView, statement: AnalysedStatement): readonly string[] {
  const { sql } = view.schema.analysis;
  const words = statement.operations.map((operation) => operationWords(operation, sql.text).replaceAll('"', '`'));
  const place = placeOf(view, statement);
  return [
    `### ${capitalized(words[0] ?? statement.kind)}${words.length > 1 ? ` and ${words.length - 1} more` : ''}`,
    ...(place === null ? [] : [place]),
    quotedSql(`${sql.text.slice(statement.span.start, statement.span.end)};`),
    ...describeStatement({ text: sql.text, isNew: view.isNew }, statement),
    ...findingsOf(view, statement),
  ];
}

/** The line that asks for it. */
function placeOf({ schema }: SchemaView, { index }: AnalysedStatement): string | null {
  const places = schema.analysis.places.filter(({ statement }) => statement === index);
  // What is less than the statement says more: the field, not its model.
  const found = places.find(({ part }) => part.subject.type !== 'table') ?? places[0];
  const at = found === undefined ? null : locate(schema.source, found.span);
  if (at === null) return null;
  const line = positionsOf(at.file.text).position(at.span.start).line + 1;
  return `${basename(at.file.path)}, line ${line}`;
}

function findingsOf({ schema }: SchemaView, { index }: AnalysedStatement): readonly string[] {
  const found = schema.analysis.findings.filter(({ statement }) => statement === index);
  return found.map(({ severity, message, help }) => `**${capitalized(severity)}:** ${message} ${help}`);
}

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
