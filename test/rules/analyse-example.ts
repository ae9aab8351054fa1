import { type AnalysisSettings, analyzeMigration, foldMigration, type MigrationAnalysis } from '../../server/src/analysis/analyze';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import type { Execution, MigrationFacts } from '../../server/src/analysis/migration/migration';
import type { Example } from './page';

/**
 * Analyses the migration of an example after its earlier ones. Options: `prisma` (a version, or `unknown`; without it one
 * that executes statement by statement), `postgres` (major version), `name`, `state` and `newest` (the last migration of the
 * history). `turnedOn` names the opt-in rules to run.
 */
export function analyseExample(example: Example, turnedOn: readonly string[] = []): MigrationAnalysis {
  const settings: AnalysisSettings = {
    server: { provider: 'postgresql', version: Number(example.options.get('postgres') ?? 15), timeZone: null },
    execution: executionOf(example.options.get('prisma') ?? '7.10'),
    rules: new Map(turnedOn.map((rule) => [rule, 'warning'])),
    newTables: new Set(),
  };
  let before = emptyCatalog('postgresql');
  let newTables: ReadonlySet<string> = settings.newTables;
  for (const { state, text } of example.earlier) {
    if (state === 'pending') {
      const facts: MigrationFacts = { name: '20250101000000_earlier', state, newestInHistory: null };
      newTables = new Set([...newTables, ...analyzeMigration({ facts, text }, before, { ...settings, newTables }).createdTables]);
    }
    before = foldMigration(text, before);
  }
  return analyzeMigration({ facts: factsOf(example), text: example.text }, before, { ...settings, newTables });
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
