import type { Hover, Position } from 'vscode-languageserver';
import { MarkupKind } from 'vscode-languageserver';
import type { ClientSupport } from '../client-support';
import { findingLine, sizeLines, summarizeEffect } from '../hover';
import { quotedSql } from '../quoted-sql';
import { askedSql } from './asked-sql';
import type { SchemaView } from './schema-view';

/**
 * What `prisma migrate dev` would write for the field, attribute or block at a position, and what that does; null where nothing
 * changes, so that the hover of Prisma's own extension stands alone there.
 */
export function schemaHoverAt(view: SchemaView, position: Position, { markdown, commands }: ClientSupport): Hover | null {
  const { analysis } = view.schema;
  const at = view.positions.offset(position);
  const findings = view.findings.filter(({ span }) => span.start <= at && at <= span.end);
  const asked = askedSql(analysis, view.file.start + at, findings);
  if (asked === null) return null;
  const paragraphs = [
    quotedSql(asked.sql),
    ...summarizeEffect(asked.effect, view.isNew),
    ...sizeLines(asked.effect, view, findings),
    ...findings.map((finding) => findingLine(finding, commands)),
    `*${view.baseline} · ${view.serverName} · ${view.prismaName}*`,
  ];
  return { contents: { kind: markdown ? MarkupKind.Markdown : MarkupKind.PlainText, value: paragraphs.join('\n\n') } };
}
