import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { analyzeMigration, type MigrationAnalysis, prepare } from '../../server/src/analysis/analyze';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { findTable } from '../../server/src/analysis/catalog/resolve';
import type { Effect } from '../../server/src/analysis/effects/effect';
import { blocksWrites } from '../../server/src/analysis/effects/lock-mode';
import type { AnalysedStatement, Execution } from '../../server/src/analysis/migration/migration';
import type { Operation } from '../../server/src/analysis/operation/operation';
import { longestMessage } from '../../server/src/analysis/wording/wording';
import { type Corpus, type History, histories, requireCorpus } from './corpus';

/** One migration of the corpus, analysed as if it were the pending one of its history. */
interface Judged {
  readonly history: History;
  readonly name: string;
  readonly analysis: MigrationAnalysis;
}

/** What the tests ask of all migrations under one execution; each list names what should not be. */
interface Survey {
  readonly additive: number;
  readonly additiveSpokenOf: readonly string[];
  readonly long: number;
  readonly longNotSpokenOf: readonly string[];
  readonly unfit: readonly string[];
}

describe('findings on the corpus of real histories', function () {
  this.timeout(120_000);

  for (const execution of ['one-transaction', 'per-statement', 'unknown'] as const) {
    describe(execution, () => {
      let survey: Survey;
      before(async function () {
        const corpus = requireCorpus(this);
        await prepare();
        survey = surveyOf(corpus, execution);
      });

      it('says nothing about migrations that only add', () => {
        assert.ok(survey.additive > 1000, `${survey.additive} additive migrations`);
        assert.deepEqual(survey.additiveSpokenOf, []);
      });

      it('speaks of every statement that blocks a table in use for longer than a moment', () => {
        assert.ok(survey.long > 1000, `${survey.long} statements`);
        assert.deepEqual(survey.longNotSpokenOf, []);
      });

      it('keeps each message to one line that fits, and says what to do', () => assert.deepEqual(survey.unfit, []));
    });
  }
});

function surveyOf(corpus: Corpus, execution: Execution): Survey {
  const survey = { additive: 0, additiveSpokenOf: [] as string[], long: 0, longNotSpokenOf: [] as string[], unfit: [] as string[] };
  for (const { history, name, analysis } of judge(corpus, execution)) {
    const where = `${history.root}/${name}`;
    const serious = analysis.findings.filter(({ severity }) => severity !== 'information');
    if (isAdditive(analysis)) {
      survey.additive++;
      if (serious.length > 0) survey.additiveSpokenOf.push(`${where}: ${serious.map(({ rule }) => rule).join(', ')}`);
    }
    const long = analysis.statements.filter((statement) => blocksForLong(statement, analysis.before));
    survey.long += long.length;
    for (const { index } of long) {
      if (!serious.some((finding) => finding.statement === index)) survey.longNotSpokenOf.push(`${where} statement ${index}`);
    }
    for (const { rule, message, help } of analysis.findings) {
      const fits = message.length <= longestMessage && !message.includes('\n') && help.length > 0;
      if (!fits) survey.unfit.push(`${where} ${rule}: ${message}`);
    }
  }
  return survey;
}

function* judge(corpus: Corpus, execution: Execution): Generator<Judged> {
  for (const history of histories(corpus, 'postgresql')) {
    let before: Catalog = emptyCatalog('postgresql');
    for (const { name, path } of history.migrations) {
      const input = { facts: { name, state: 'pending', newestInHistory: null }, text: readFileSync(path, 'utf8') } as const;
      const server = { provider: 'postgresql', version: 15, timeZone: null } as const;
      const analysis = analyzeMigration(input, before, { server, execution, rules: new Map(), newTables: new Set() });
      yield { history, name, analysis };
      before = analysis.after;
    }
  }
}

/** New tables, types, columns that change no row, and keys and indexes of tables that the migration creates. */
function isAdditive(analysis: MigrationAnalysis): boolean {
  return analysis.statements.every(
    (statement) =>
      statement.kind !== 'invalid' &&
      statement.operations.every((operation, index) => adds(operation, statement.effects[index], statement, analysis)),
  );
}

function adds(operation: Operation, effect: Effect | undefined, statement: AnalysedStatement, analysis: MigrationAnalysis): boolean {
  switch (operation.kind) {
    case 'create-table':
      return operation.query === null && operation.partitionOf === null;
    case 'create-enum':
    case 'add-enum-value':
    case 'create-schema':
    case 'create-extension':
    case 'create-sequence':
    case 'set-default':
      return true;
    case 'add-column':
      return effect !== undefined && !effect.grows && effect.failures.length === 0;
    case 'create-index':
    case 'add-foreign-key':
    case 'add-primary-key':
    case 'add-unique':
    case 'add-check':
      return analysis.createdTables.has(findTable(statement.before, operation.table)?.id ?? '');
    default:
      return false;
  }
}

/** Whether it blocks writes to a table of the history while it works through one, unless the first row already stops it. */
function blocksForLong({ effect }: AnalysedStatement, before: Catalog): boolean {
  const worked = [...effect.rewrites, ...effect.scans, ...effect.builds.map(({ table }) => table)];
  return (
    effect.grows &&
    effect.failures.every(({ when }) => when !== 'any-row') &&
    worked.some((table) => before.tables.has(table)) &&
    [...effect.locks].some(([relation, lock]) => blocksWrites(lock) && before.tables.has(relation))
  );
}
