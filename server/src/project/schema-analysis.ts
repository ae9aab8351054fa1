import { type AnalysisSettings, prepare } from '../analysis/analyze';
import { analyzeSchema, type SchemaAnalysis, type SchemaInput, schemaChanges } from '../analysis/analyze-schema';
import type { Catalog, ObjectId } from '../analysis/catalog/catalog';
import type { Change } from '../analysis/catalog/diff/change';
import type { Finding } from '../analysis/finding';
import { createSchemaReader } from '../analysis/schema/read';
import type { Schema } from '../analysis/schema/schema';
import { locate, type SchemaFile, type SchemaText } from '../analysis/schema/schema-text';
import { wantedCatalog } from '../analysis/schema/wanted/wanted-catalog';
import type { SchemaReport } from './report';
import { committedSchema, type SchemaBaseline, schemaBaselineOf } from './schema-baseline';
import type { Snapshot } from './snapshot';

/** A schema, judged against its baseline. `reason` completes the sentence "The schema is not analysed: …". */
export type SchemaResult = JudgedSchema | { readonly ok: false; readonly reason: string };

export interface JudgedSchema {
  readonly ok: true;
  readonly source: SchemaText;
  readonly baseline: KnownBaseline;
  readonly analysis: SchemaAnalysis;
  /** The schema before the edits, where something is gone or has another type, and that is known. */
  readonly previous: EarlierSchema | null;
  /** Whether the result depends on what git has of the schema too. */
  readonly asked: boolean;
  /** Reads another text of this schema: the blocks that are the same are those of `analysis`. */
  readonly beside: (text: string) => Schema;
}

export interface EarlierSchema {
  readonly source: SchemaText;
  readonly schema: Schema;
}

type KnownBaseline = Exclude<SchemaBaseline, { readonly type: 'none' }>;

/** What the migrations of a project have built, pending ones included. Another state of them is another object. */
export interface Built {
  readonly catalog: Catalog;
  /** Tables that pending migrations create. */
  readonly newTables: ReadonlySet<ObjectId>;
}

export interface SchemaAnalyzerParts {
  readonly built: (snapshot: Snapshot, signal?: AbortSignal) => Promise<Built>;
  readonly settings: (snapshot: Snapshot, newTables: ReadonlySet<ObjectId>) => AnalysisSettings;
}

/** Analyses the schemas of one project and remembers the last result: an edit costs the schema, never the history. */
export function createSchemaAnalyzer({ built, settings }: SchemaAnalyzerParts): {
  readonly analyze: (snapshot: Snapshot, signal?: AbortSignal) => Promise<SchemaResult>;
} {
  const reader = createSchemaReader();
  const read = lastResult(reader);
  // What it was before the edits has almost all blocks in common with the latest text, and so almost all that follows from them.
  const readEarlier = lastResult(reader.beside);
  const catalogOf = lastResult((schema: Schema) => wantedCatalog(schema, 'postgresql').catalog);
  let opened: SchemaText | null = null;
  let last: { readonly of: readonly unknown[]; readonly result: SchemaResult } | null = null;

  let earlier: (EarlierSchema & { readonly git: Snapshot['git'] }) | null = null;

  /** The schema before the edits: on the default branch, else as this process saw it first; null where that is no earlier one. */
  async function previousSchema(snapshot: Snapshot): Promise<EarlierSchema | null> {
    const committed = await committedSchema(snapshot);
    const source = committed.ok ? committed.schema : opened;
    if (source === null || source === snapshot.schema) return null;
    earlier = { git: snapshot.git, source, schema: readEarlier(source.text) };
    return earlier;
  }

  async function against(baseline: KnownBaseline, snapshot: Snapshot, signal?: AbortSignal): Promise<SchemaResult> {
    const { project, schema: source } = snapshot;
    const hasMigrations = baseline.type === 'migrations';
    const before = hasMigrations ? null : readEarlier(baseline.committed.schema.text);
    const history = await built(snapshot, signal);
    const of = [source, history, before, snapshot.git, project];
    if (last !== null && of.every((value, index) => value === last?.of[index])) return last.result;
    const catalog = before === null ? history.catalog : catalogOf(before);
    const input: SchemaInput = {
      source,
      provider: 'postgresql',
      history: catalog,
      hasMigrations,
      previous: before ?? (earlier?.git === snapshot.git ? earlier.schema : null),
      prismaVersion: project.prismaVersion,
      external: [...(project.config?.external.tables ?? []), ...(project.config?.external.enums ?? [])],
      read,
    };
    const found = schemaChanges(input);
    const asked = before !== null || found.changes.some(replacesSomething);
    // Asking git is left for when there is something that only the earlier schema tells: where it stood, how it was written.
    if (asked && input.previous === null) await previousSchema(snapshot);
    const previous = earlier?.git === snapshot.git ? earlier : null;
    const known = input.previous ?? previous?.schema ?? null;
    const analysis = analyzeSchema({ ...input, previous: known }, settings(snapshot, history.newTables), found);
    const result: SchemaResult = { ok: true, source, baseline, analysis, previous, asked, beside: reader.beside };
    last = { of, result };
    return result;
  }

  return {
    async analyze(snapshot, signal) {
      opened ??= snapshot.schema;
      const baseline = await schemaBaselineOf(snapshot, read(snapshot.schema.text));
      signal?.throwIfAborted();
      if (baseline.type === 'none') return { ok: false, reason: baseline.reason };
      await prepare();
      return against(baseline, snapshot, signal);
    },
  };
}

/** The function, which gives the same answer when it is asked the same twice in a row. */
function lastResult<A, B>(compute: (given: A) => B): (given: A) => B {
  let last: { readonly given: A; readonly result: B } | null = null;
  return (given) => {
    if (last?.given !== given) last = { given, result: compute(given) };
    return last.result;
  };
}

/** Whether something goes, or gets another type: both have a place, or a way back, in the earlier schema alone. */
function replacesSomething(change: Change): boolean {
  if (change.kind !== 'alter-table') return change.kind.startsWith('drop-') || change.kind === 'redefine-enum';
  return change.clauses.some((clause) =>
    clause.kind === 'alter-column' ? clause.parts.includes('set-type') : clause.kind !== 'add-column',
  );
}

/** What is kept and told of a result. */
export function schemaReportOf(result: SchemaResult): SchemaReport {
  if (!result.ok) return result;
  const { changed, statements, places, wanted, findings } = result.analysis;
  const first = new Map(places.toReversed().map(({ statement, span }) => [statement, span.start]));
  return {
    ok: true,
    changes: changed.length,
    statements: statements.map((_, index) => first.get(index) ?? 0),
    unresolved: wanted.unresolved.map(({ at }) => at),
    findings: findings.map((finding) => ({ ...finding, operation: null })),
  };
}

/**
 * Findings of a schema by the file that they are in, with spans in that file's text. Files without findings are left out. The same
 * objects for the same list: what is worked out about one is known again by it.
 */
export function findingsByFile(source: SchemaText, findings: readonly Finding[]): ReadonlyMap<SchemaFile, readonly Finding[]> {
  const known = placedFindings.get(findings);
  if (known?.source === source) return known.files;
  const files = inFiles(source, findings);
  placedFindings.set(findings, { source, files });
  return files;
}

interface PlacedFindings {
  readonly source: SchemaText;
  readonly files: ReadonlyMap<SchemaFile, readonly Finding[]>;
}

const placedFindings = new WeakMap<readonly Finding[], PlacedFindings>();

function inFiles(source: SchemaText, findings: readonly Finding[]): PlacedFindings['files'] {
  const files = new Map<SchemaFile, Finding[]>();
  for (const finding of findings) {
    const place = locate(source, finding.span);
    if (place === null) continue;
    const known = files.get(place.file) ?? [];
    files.set(place.file, known);
    known.push({ ...finding, span: place.span });
  }
  return files;
}
