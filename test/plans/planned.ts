import { type AnalysisSettings, analyzeMigration } from '../../server/src/analysis/analyze';
import { analyzeSchema, type SchemaAnalysis } from '../../server/src/analysis/analyze-schema';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import type { PlannedFile } from '../../server/src/analysis/plans/file';
import { type SafeMigrations, safeMigrations } from '../../server/src/analysis/plans/safe-migrations';
import { schemaMigrations } from '../../server/src/analysis/plans/schema-migrations';
import { createSchemaReader } from '../../server/src/analysis/schema/read';
import { joinSchema } from '../../server/src/analysis/schema/schema-text';

export function settingsFor(version: number): AnalysisSettings {
  return { server: { provider: 'postgresql', version, timeZone: 'UTC' }, execution: 'unknown', rules: new Map(), newTables: new Set() };
}

/** What a schema does to what the history has built. */
export function analysed(text: string, history: Catalog, version: number, before: string | null = null): SchemaAnalysis {
  const read = createSchemaReader();
  const source = joinSchema([{ path: 'schema.prisma', text }]);
  const previous = before === null ? null : read(before);
  return analyzeSchema(
    { source, provider: 'postgresql', history, hasMigrations: true, previous, prismaVersion: '7.10', read },
    settingsFor(version),
  );
}

/** When the plans of tests are written. */
const time = '20261120093000';

export interface PlannedEdit {
  readonly before: string;
  readonly after: string;
  readonly version: number;
  readonly values?: Readonly<Record<string, string>>;
}

/** The migrations for an edit of a schema. */
export function plannedSchema({ before, after, version, values = {} }: PlannedEdit): SafeMigrations & { readonly prisma: string } {
  const history = analysed(before, emptyCatalog('postgresql'), version).after;
  const analysis = analysed(after, history, version, before);
  const { server } = settingsFor(version);
  const valueFor = (table: string, column: string) => values[`${table}.${column}`] ?? null;
  const result = schemaMigrations({ analysis, history, time, server, prismaVersion: '7.10', external: [], valueFor });
  if (!result.ok) throw new Error(result.reason);
  return { ...result, prisma: analysis.sql.text };
}

/** The files that take the place of a migration. */
export function plannedMigration(
  text: string,
  before: Catalog,
  version: number,
  options: { readonly later?: readonly string[]; readonly values?: Readonly<Record<string, string>>; readonly rule?: string } = {},
): SafeMigrations {
  // A rule that is off can be asked for by its name.
  const settings = { ...settingsFor(version), ...(options.rule !== undefined && { rules: new Map([[options.rule, 'warning' as const]]) }) };
  const analysis = analyzeMigration(
    { facts: { name: '20260101000000_example_of_a_plan', state: 'pending', newestInHistory: null }, text },
    before,
    settings,
  );
  return safeMigrations({
    text,
    statements: analysis.statements,
    findings: analysis.findings.filter(({ rule }) => options.rule === undefined || rule === options.rule),
    before: analysis.before,
    server: settings.server,
    headRest: false,
    time,
    valueFor: (table, column) => options.values?.[`${table}.${column}`] ?? null,
    ...(options.later !== undefined && { later: options.later }),
  });
}

export function textsOf({ files }: { readonly files: readonly PlannedFile[] }): readonly string[] {
  return files.map(({ text }) => text);
}
