import { type AnalysisSettings, analyzeMigration, foldMigration } from '../../server/src/analysis/analyze';
import { analyzeSchema } from '../../server/src/analysis/analyze-schema';
import type { Catalog, ObjectId } from '../../server/src/analysis/catalog/catalog';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import type { Finding } from '../../server/src/analysis/finding';
import type { Execution, MigrationFacts } from '../../server/src/analysis/migration/migration';
import { createSchemaReader } from '../../server/src/analysis/schema/read';
import { joinSchema } from '../../server/src/analysis/schema/schema-text';
import type { Example } from './page';

/** What an example has in common with the others of its kind. */
export interface AnalysedExample {
  /** With spans in the example's text. */
  readonly findings: readonly Finding[];
}

/** An example of a migration that is written in a test. */
export const blankExample: Example = {
  language: 'sql',
  expectation: 'bad',
  earlier: [],
  schema: null,
  text: '',
  marks: [],
  options: new Map(),
  line: 0,
};

/**
 * Analyses the migration or schema of an example after its earlier ones. Options: `prisma` (a version, or `unknown`; without it
 * one that executes statement by statement), `postgres` (major version), `name`, `state` and `newest` (the last migration of
 * the history). `turnedOn` names the opt-in rules to run.
 */
export function analyseExample(example: Example, turnedOn: readonly string[] = []): AnalysedExample {
  const settings: AnalysisSettings = {
    server: { provider: 'postgresql', version: Number(example.options.get('postgres') ?? 15), timeZone: null },
    execution: executionOf(example.options.get('prisma') ?? '7.10'),
    rules: new Map(turnedOn.map((rule) => [rule, 'warning'])),
    newTables: new Set(),
  };
  return example.language === 'prisma' ? analyseSchema(example, settings) : analyseMigration(example, settings);
}

function analyseMigration(example: Example, settings: AnalysisSettings): AnalysedExample {
  const { catalog, newTables } = historyOf(example, emptyCatalog('postgresql'), settings);
  return analyzeMigration({ facts: factsOf(example), text: example.text }, catalog, { ...settings, newTables });
}

function analyseSchema(example: Example, settings: AnalysisSettings): AnalysedExample {
  const read = createSchemaReader();
  const given = { provider: 'postgresql', hasMigrations: true, prismaVersion: example.options.get('prisma') ?? '7.10', read } as const;
  const schemaOf = (text: string) => joinSchema([{ path: 'schema.prisma', text }]);
  const empty = emptyCatalog('postgresql');
  // The first migration is the one that Prisma would have written for the schema before.
  const first =
    example.schema === null
      ? empty
      : analyzeSchema({ ...given, source: schemaOf(example.schema), history: empty, previous: null }, settings).after;
  const { catalog, newTables } = historyOf(example, first, settings);
  const previous = example.schema === null ? null : read(example.schema);
  return analyzeSchema({ ...given, source: schemaOf(example.text), history: catalog, previous }, { ...settings, newTables });
}

interface History {
  readonly catalog: Catalog;
  readonly newTables: ReadonlySet<ObjectId>;
}

function historyOf({ earlier }: Example, first: Catalog, settings: AnalysisSettings): History {
  let catalog = first;
  let newTables: ReadonlySet<ObjectId> = settings.newTables;
  for (const { state, text } of earlier) {
    if (state === 'pending') {
      const facts: MigrationFacts = { name: '20250101000000_earlier', state, newestInHistory: null };
      newTables = new Set([...newTables, ...analyzeMigration({ facts, text }, catalog, { ...settings, newTables }).createdTables]);
    }
    catalog = foldMigration(text, catalog);
  }
  return { catalog, newTables };
}

function factsOf({ options }: Example): MigrationFacts {
  const state = options.get('state');
  return {
    name: options.get('name') ?? '20250601000000_example_of_a_rule',
    state: state === 'history' || state === 'edited' ? state : 'pending',
    newestInHistory: options.get('newest') ?? null,
  };
}

function executionOf(prisma: string): Execution {
  const [major = Number.NaN, minor = 0] = prisma.split('.').map(Number);
  if (Number.isNaN(major)) return 'unknown';
  return major > 7 || (major === 7 && minor >= 4) ? 'per-statement' : 'one-transaction';
}
