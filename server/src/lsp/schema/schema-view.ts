import type { ObjectId } from '../../analysis/catalog/catalog';
import type { Finding } from '../../analysis/finding';
import type { PlacedFile } from '../../analysis/schema/schema-text';
import { type Span, spanOf } from '../../analysis/text/span';
import type { JudgedSchema } from '../../project/schema-analysis';
import type { Positions } from '../positions';

/** One file of an analysed schema, with all that the features show of it. Never changes: an edit makes a new one. */
export interface SchemaView {
  readonly uri: string;
  readonly text: string;
  /** Of the open document that the text comes from; null where it was read from the disk. */
  readonly version: number | null;
  readonly positions: Positions;
  readonly file: PlacedFile;
  readonly schema: JudgedSchema;
  /** Of this file, with spans in its text. */
  readonly findings: readonly Finding[];
  /** `history up to 20251103_add_teams`. */
  readonly baseline: string;
  /** `PostgreSQL 15`. */
  readonly serverName: string;
  /** `Prisma 7.10.1`. */
  readonly prismaName: string;
  /** Whether nobody uses the relation yet, because this edit or a pending migration creates it. */
  readonly isNew: (relation: ObjectId) => boolean;
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
