import { type AnalysisSettings, foldMigration } from '../../../server/src/analysis/analyze';
import { analyzeSchema, type SchemaAnalysis } from '../../../server/src/analysis/analyze-schema';
import { emptyCatalog } from '../../../server/src/analysis/catalog/draft';
import type { Finding } from '../../../server/src/analysis/finding';
import { createSchemaReader } from '../../../server/src/analysis/schema/read';
import { joinSchema, type SchemaFile } from '../../../server/src/analysis/schema/schema-text';

/** An edit of a schema, as a test writes it. */
export interface Edit {
  /** What the migrations have built: the migration of this schema, */
  readonly before: string;
  /** and this SQL after it. */
  readonly sql?: string;
  readonly after: string | readonly SchemaFile[];
  /** Without: the schema before. */
  readonly previous?: string | null;
  readonly settings?: Partial<AnalysisSettings>;
  readonly hasMigrations?: boolean;
}

export interface JudgedEdit extends SchemaAnalysis {
  /** The joined text that the spans are of. */
  readonly text: string;
  /** The hint that something is in no migration yet; it is not among the findings. */
  readonly hint: Finding | null;
}

const usual: AnalysisSettings = {
  server: { provider: 'postgresql', version: 15, timeZone: null },
  execution: 'per-statement',
  rules: new Map(),
  newTables: new Set(),
};

/** Judges an edit, with the rules' own severities unless `settings` says otherwise. */
export function judgedEdit({ before, sql = '', after, previous = before, settings = {}, hasMigrations = true }: Edit): JudgedEdit {
  const read = createSchemaReader();
  const given = { provider: 'postgresql', prismaVersion: '7.10.0', hasMigrations, read } as const;
  const all = { ...usual, ...settings };
  const first = analyzeSchema({ ...given, source: sourceOf(before), history: emptyCatalog('postgresql'), previous: null }, all).after;
  const source = sourceOf(after);
  const known = previous === null ? null : read(sourceOf(previous).text);
  const analysis = analyzeSchema({ ...given, source, history: foldMigration(sql, first), previous: known }, all);
  const isHint = ({ rule }: Finding) => rule === 'schema-not-migrated';
  return {
    ...analysis,
    text: source.text,
    findings: analysis.findings.filter((finding) => !isHint(finding)),
    hint: analysis.findings.find(isHint) ?? null,
  };
}

function sourceOf(schema: string | readonly SchemaFile[]) {
  return joinSchema(typeof schema === 'string' ? [{ path: 'schema.prisma', text: schema }] : schema);
}

/** Each finding as `line: text at its place: rule`, lines from 1. */
export function placed({ findings, text }: JudgedEdit): readonly string[] {
  return findings.map(({ rule, span }) => {
    const line = text.slice(0, span.start).split('\n').length;
    return `${line}: ${text.slice(span.start, span.end)}: ${rule}`;
  });
}
