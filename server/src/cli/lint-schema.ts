import type { ObjectId } from '../analysis/catalog/catalog';
import type { Subject } from '../analysis/catalog/subject';
import type { Finding } from '../analysis/finding';
import { locate } from '../analysis/schema/schema-text';
import { type LineIndex, lineIndexOf, positionAt } from '../analysis/text/line-index';
import type { Span } from '../analysis/text/span';
import { findDefinitions } from '../project/definition';
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
  const places = related ? await relatedPlaces(snapshot, report.findings, from) : new Map<Finding, RelatedPlace>();
  const placed = report.findings.map((finding) => ({ finding, place: locate(snapshot.schema, finding.span) }));
  return snapshot.schema.files.flatMap((file) => {
    const within = (offset: number): boolean => locate(snapshot.schema, { start: offset, end: offset })?.file === file;
    const statements = report.statements.filter(within).length;
    const unanalysed = report.unresolved.filter(within).length;
    const here = placed.flatMap(({ finding, place }) => (place?.file === file ? [{ finding, span: place.span }] : []));
    if (statements + unanalysed + here.length === 0) return [];
    const lines = lineIndexOf(file.text);
    const findings = here.map(({ finding, span }) => {
      const definition = places.get(finding);
      return { ...finding, span, ...placeIn(lines, span), ...(definition !== undefined && { related: [definition] }) };
    });
    return [{ path: shownPath(file.path, from), migration: null, statements, unanalysed, findings }];
  });
}

async function relatedPlaces(snapshot: Snapshot, findings: readonly Finding[], from: string): Promise<ReadonlyMap<Finding, RelatedPlace>> {
  const subjects = new Map<string, Subject>();
  for (const { relation, column } of findings) if (relation !== null) subjects.set(keyOf(relation, column), subjectOf(relation, column));
  const definitions = await findDefinitions(snapshot, [...subjects.values()]);
  const places = new Map<Finding, RelatedPlace>();
  for (const finding of findings) {
    const subject = finding.relation === null ? undefined : subjects.get(keyOf(finding.relation, finding.column));
    const definition = subject && definitions.get(subject);
    if (definition === undefined) continue;
    const { file, span } = definition;
    places.set(finding, {
      path: shownPath(file.path, from),
      ...placeIn(lineIndexOf(file.text), span),
      message: `Defined by ${file.name}.`,
    });
  }
  return places;
}

function subjectOf(relation: ObjectId, column: string | null): Subject {
  return column === null ? { type: 'table', id: relation } : { type: 'column', table: relation, column };
}

function keyOf(relation: ObjectId, column: string | null): string {
  return JSON.stringify([relation, column]);
}

function placeIn(lines: LineIndex, { start, end }: Span): Pick<RelatedPlace, 'start' | 'end'> {
  return { start: positionAt(lines, start), end: positionAt(lines, end) };
}
