import type { ObjectId } from '../../analysis/catalog/catalog';
import type { Finding } from '../../analysis/finding';
import type { PlacedFile } from '../../analysis/schema/schema-text';
import type { Sizes } from '../../analysis/statistics/statistics';
import { type Span, spanOf } from '../../analysis/text/span';
import { findingsByFile, type JudgedSchema } from '../../project/schema-analysis';
import type { Snapshot } from '../../project/snapshot';
import { analysedVersion, type OpenDocuments } from '../open-documents';
import { uriOf } from '../paths';
import { tablesOfPending } from '../pending-tables';
import { type Positions, positionsOf } from '../positions';
import type { Analysed } from '../session';
import type { Weighing } from '../weighing';

/** One file of an analysed schema, with all that the features show of it. Never changes: an edit makes a new one. */
export interface SchemaView {
  readonly uri: string;
  readonly text: string;
  /** Of the open document that the text comes from; null where it was read from the disk. */
  readonly version: number | null;
  readonly positions: Positions;
  readonly file: PlacedFile;
  readonly schema: JudgedSchema;
  /** That the schema is a part of. */
  readonly snapshot: Snapshot;
  /** Of this file, with spans in its text. */
  readonly findings: readonly Finding[];
  /** How large the tables of an environment are; null where nobody has asked it. */
  readonly sizes: Sizes | null;
  /** `history up to 20251103_add_teams`. */
  readonly baseline: string;
  /** `PostgreSQL 15`. */
  readonly serverName: string;
  /** `Prisma 7.10.1`. */
  readonly prismaName: string;
  /** Whether nobody uses the relation yet, because this edit or a pending migration creates it. */
  readonly isNew: (relation: ObjectId) => boolean;
}

/** The view of one file; null when it is none of the schema's, or when that is not analysed. */
export function schemaViewOf(
  analysed: Analysed,
  path: string,
  documents: OpenDocuments,
  versions: Pick<SchemaView, 'serverName' | 'prismaName'>,
  weighing: Pick<Weighing, 'weighed' | 'sizes'>,
): SchemaView | null {
  const { schema } = analysed;
  const file = schema.ok ? schema.source.files.find((one) => one.path === path) : undefined;
  if (!schema.ok || file === undefined) return null;
  const { source, analysis } = schema;
  const document = documents.at(path);
  const pending = tablesOfPending(analysed);
  const history = analysis.statements[0]?.before ?? analysis.after;
  return {
    uri: document?.uri ?? uriOf(path),
    text: file.text,
    version: document === undefined ? null : analysedVersion(document, file.text),
    positions: positionsOf(file.text),
    file,
    schema,
    snapshot: analysed.snapshot,
    findings: findingsByFile(source, weighing.weighed(analysis.findings)).get(file) ?? [],
    sizes: weighing.sizes(),
    baseline: baselinePhrase(schema),
    ...versions,
    isNew: (relation) => pending.has(relation) || !history.tables.has(relation),
  };
}

/** What an edited schema is measured against, as a phrase. */
export function baselinePhrase({ baseline }: JudgedSchema): string {
  if (baseline.type === 'branch') return `schema as in ${baseline.ref}`;
  return baseline.newest === null ? 'no migration yet' : `history up to ${baseline.newest}`;
}

/** A span of the joined text in that of the file. */
export function inFile({ start }: PlacedFile, span: Span): Span {
  return spanOf(span.start - start, span.end - start);
}
