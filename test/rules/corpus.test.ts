import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type AnalysisSettings, analyzeMigration, type MigrationAnalysis, prepare } from '../../server/src/analysis/analyze';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { longestMessage } from '../../server/src/analysis/wording/wording';
import { type Corpus, histories, requireCorpus } from '../corpus/corpus';
import { isPurelyAdditive } from './additive';
import { prismaWarnings } from './prisma-warnings';

const settings: AnalysisSettings = {
  server: { provider: 'postgresql', version: 15, timeZone: null },
  execution: 'per-statement',
  rules: new Map(),
  newTables: new Set(),
};

interface Analysed {
  readonly path: string;
  readonly analysis: MigrationAnalysis;
}

/** Every migration of the histories as if it were the next one to deploy. */
function analyseAll(corpus: Corpus): readonly Analysed[] {
  return histories(corpus, 'postgresql').flatMap((history) => {
    let before = emptyCatalog('postgresql');
    return history.migrations.map(({ name, path }) => {
      const facts = { name, state: 'pending', newestInHistory: null } as const;
      const analysis = analyzeMigration({ facts, text: readFileSync(path, 'utf8') }, before, settings);
      before = analysis.after;
      return { path: `${history.root}/${name}`, analysis };
    });
  });
}

describe('rules over real histories', () => {
  let all: readonly Analysed[] = [];

  before(async function () {
    const corpus = requireCorpus(this);
    await prepare();
    all = analyseAll(corpus);
  });

  it('every message fits, on one line', () => {
    const findings = all.flatMap(({ analysis }) => analysis.findings);
    assert.ok(findings.length > 1000);
    const bad = findings.filter(({ message, help }) => message.length > longestMessage || message.includes('\n') || help === '');
    assert.deepEqual(
      bad.map(({ rule, message }) => `${rule}: ${message}`),
      [],
    );
  });

  it('says nothing about purely additive migrations: at most 0.5 % with a warning or error', () => {
    const additive = all.filter(({ analysis }) => isPurelyAdditive(analysis));
    const noisy = additive.filter(({ analysis }) => analysis.findings.some(({ severity }) => severity !== 'information'));
    console.log(`      ${noisy.length} of ${additive.length} purely additive migrations with a warning or error`);
    assert.ok(additive.length > 500);
    assert.ok(noisy.length <= additive.length * 0.005, noisy.map(describeNoise).join('\n'));
  });

  it('finds what Prisma warns of, where the statement is still in the file: at least 99 %', () => {
    const missed: string[] = [];
    let warned = 0;
    for (const { path, analysis } of all) {
      for (const warning of prismaWarnings(analysis)) {
        const statements = analysis.statements.filter(({ operations }) => operations.some(warning.isOf));
        if (statements.length === 0) continue;
        warned++;
        const found = analysis.findings.some(
          ({ rule, statement }) => warning.rules.includes(rule) && statements.some(({ index }) => index === statement),
        );
        if (!found) missed.push(`${path}: ${warning.text}`);
      }
    }
    console.log(`      ${warned - missed.length} of ${warned} warnings of Prisma found`);
    assert.ok(warned > 300);
    assert.ok(missed.length <= warned * 0.01, missed.join('\n'));
  });

  it('knows the kinds of warnings that Prisma writes; people add few of their own', () => {
    const warnings = all.flatMap(({ analysis }) => prismaWarnings(analysis));
    const unknown = warnings.filter(({ kind }) => kind === 'unknown');
    assert.ok(unknown.length <= warnings.length * 0.005, unknown.map(({ text }) => text).join('\n'));
  });
});

function describeNoise({ path, analysis }: Analysed): string {
  return `${path}: ${analysis.findings.map(({ rule, message }) => `${rule} (${message})`).join(', ')}`;
}
