import type { Subject } from '../analysis/catalog/subject';
import type { Finding } from '../analysis/finding';
import { locate } from '../analysis/schema/schema-text';
import { lineIndexOf, positionAt } from '../analysis/text/line-index';
import type { Span } from '../analysis/text/span';
import { findDefinition } from '../project/definition';
import type { SchemaReport } from '../project/report';
import type { Snapshot } from '../project/snapshot';
import type { LintedFile, RelatedPlace } from './lint-result';
import { shownPath } from './shown-path';

/** Why a schema was not judged, for stderr; null where it was, and where there is none. */
export function schemaNote({ project }: Snapshot, report: SchemaReport): string | null {
  if (report.ok || project.schema === null) return null;
  return `${project.root}: The schema is not analysed: ${report.reason}.`;
}

/**
 * The files of a schema about which there is something to say: changes, findings, places that cannot be judged. `related`: also
 * where the migrations have what a finding is about, which may take as long as reading many of them.
 */
export async function schemaFiles(
  snapshot: Snapshot,
  report: SchemaReport,
  from: string,
  related: boolean,
): Promise<readonly LintedFile[]> {
  if (!report.ok) return [];
  const linted: LintedFile[] = [];
  const placed = report.findings.map((finding) => ({ finding, place: locate(snapshot.schema, finding.span) }));
  for (const file of snapshot.schema.files) {
    const within = (offset: number): boolean => locate(snapshot.schema, { start: offset, end: offset })?.file === file;
    const statements = report.statements.filter(within).length;
    const unanalysed = report.unresolved.filter(within).length;
    const findings = placed.filter(({ place }) => place?.file === file);
    if (statements + unanalysed + findings.length === 0) continue;
    linted.push({
      path: shownPath(file.path, from),
      migration: null,
      statements,
      unanalysed,
      findings: await Promise.all(
        findings.map(async ({ finding, place }) => ({
          ...finding,
          span: place?.span ?? finding.span,
          ...placesIn(file.text, place?.span ?? finding.span),
          ...(related && { related: await relatedPlaces(snapshot, finding, from) }),
        })),
      ),
    });
  }
  return linted;
}

async function relatedPlaces(snapshot: Snapshot, { relation, column }: Finding, from: string): Promise<readonly RelatedPlace[]> {
  if (relation === null) return [];
  const subject: Subject = column === null ? { type: 'table', id: relation } : { type: 'column', table: relation, column };
  const definition = await findDefinition(snapshot, subject);
  if (definition === null) return [];
  const { file, span } = definition;
  return [{ path: shownPath(file.path, from), ...placesIn(file.text, span), message: `Defined by ${file.name}.` }];
}

function placesIn(text: string, { start, end }: Span): Pick<RelatedPlace, 'start' | 'end'> {
  const lines = lineIndexOf(text);
  return { start: positionAt(lines, start), end: positionAt(lines, end) };
}
