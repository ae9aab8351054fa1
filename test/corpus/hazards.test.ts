import assert from 'node:assert/strict';
import { type AnalysisSettings, analyzeMigration, prepare } from '../../server/src/analysis/analyze';
import { analyzeSchema, type SchemaAnalysis } from '../../server/src/analysis/analyze-schema';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import type { Finding } from '../../server/src/analysis/finding';
import { rules } from '../../server/src/analysis/rules/registry';
import { createSchemaReader } from '../../server/src/analysis/schema/read';
import { joinSchema } from '../../server/src/analysis/schema/schema-text';
import { longestMessage } from '../../server/src/analysis/wording/wording';
import { closeEngine, engineDiff } from '../prisma-engine';
import { isPurelyAdditive } from '../rules/additive';
import { type Corpus, requireCorpus } from './corpus';
import { type SchemaEdit, schemaEdits } from './schema-edits';

/** `LOCKSTEP_TEST_ALL=1` takes every edit: some minutes. */
const every = process.env.LOCKSTEP_TEST_ALL === '1' ? 1 : 24;

/** Opt-in rules too: they speak of what the others pass over. */
const everything: AnalysisSettings = {
  server: { provider: 'postgresql', version: 15, timeZone: null },
  execution: 'one-transaction',
  rules: new Map(rules.map(({ id, severity }) => [id, severity === 'off' ? 'information' : severity])),
  newTables: new Set(),
};

const asUsual: AnalysisSettings = { ...everything, rules: new Map() };

interface Judged {
  readonly name: string;
  readonly text: string;
  /** What the schema before the edit has built. */
  readonly history: Catalog;
  readonly schema: SchemaAnalysis;
  /** Findings in the SQL that Prisma's engine writes for the edit. */
  readonly sql: readonly Finding[];
}

/**
 * The same edit judged twice: as a schema that is being edited, and as the migration that Prisma's own engine writes for it.
 * Edits are left out that the engine does not take, and those whose tables it writes in SQL that no server reads.
 */
async function judgeEdit(edit: SchemaEdit): Promise<Judged | null> {
  const sql = await engineDiff(edit.before, edit.after).catch(() => null);
  if (sql === null || edit.before.includes('<manually set>')) return null;
  const history = inSchema(edit.before, emptyCatalog('postgresql'), null, everything).after;
  const facts = { name: '20250101000000_edit', state: 'pending', newestInHistory: null } as const;
  return {
    name: `${edit.repository}/${edit.migration}`,
    text: edit.after,
    history,
    schema: inSchema(edit.after, history, edit.before, everything),
    sql: analyzeMigration({ facts, text: sql }, history, everything).findings,
  };
}

function inSchema(
  text: string,
  history: Catalog,
  previous: string | null,
  settings: AnalysisSettings,
  hasMigrations = false,
): SchemaAnalysis {
  const read = createSchemaReader();
  const source = joinSchema([{ path: 'schema.prisma', text }]);
  const given = { provider: 'postgresql', hasMigrations, prismaVersion: '7.10.0', read } as const;
  return analyzeSchema({ ...given, source, history, previous: previous === null ? null : read(previous) }, settings);
}

/** A field that only moves asks for no SQL, so no SQL shows it. */
const ofSchemaAlone: ReadonlySet<string> = new Set(['column-order-changed', 'suppression-unused', 'suppression-without-reason']);

const inBoth: ReadonlySet<string> = new Set(
  rules.filter(({ id, speaks }) => speaks === 'everywhere' && !ofSchemaAlone.has(id)).map(({ id }) => id),
);

/** What is said, of what, how loudly; and how often. */
function hazards(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule, relation, column, severity } of findings) {
    const hazard = `${severity} ${rule} ${relation} ${column}`;
    if (inBoth.has(rule)) counts.set(hazard, (counts.get(hazard) ?? 0) + 1);
  }
  return counts;
}

/** Those of `a` that `b` does not have. */
function without(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): readonly string[] {
  return [...a].flatMap(([hazard, count]) => Array<string>(Math.max(0, count - (b.get(hazard) ?? 0))).fill(hazard));
}

describe('hazards of real schema edits, in the schema and in the migration that Prisma writes', () => {
  const judged: Judged[] = [];

  before(async function () {
    this.timeout(900_000);
    const corpus: Corpus = requireCorpus(this);
    await prepare();
    for (const [index, edit] of [...schemaEdits(corpus, 'postgresql')].entries()) {
      const result = index % every === 0 ? await judgeEdit(edit) : null;
      if (result !== null) judged.push(result);
    }
    console.log(`      ${judged.length} edits${every === 1 ? '' : `, every ${every}th`}`);
  });

  after(() => closeEngine());

  it('are the same: recall at least 99.5 %, precision at least 99 %', () => {
    let expected = 0;
    const missed: string[] = [];
    const invented: string[] = [];
    for (const { name, sql, schema } of judged) {
      const [inSql, inEdit] = [hazards(sql), hazards(schema.findings)];
      for (const count of inSql.values()) expected += count;
      missed.push(...without(inSql, inEdit).map((hazard) => `${name}: ${hazard}`));
      invented.push(...without(inEdit, inSql).map((hazard) => `${name}: ${hazard}`));
    }
    const found = expected - missed.length;
    console.log(`      ${found} of ${expected} hazards found, ${invented.length} that the migration does not have`);
    assert.ok(expected > 300);
    assert.ok(missed.length <= expected * 0.005, missed.join('\n'));
    assert.ok(invented.length <= (found + invented.length) * 0.01, invented.join('\n'));
  });

  it('without a change there are none', () => {
    for (const { name, text, schema } of judged) {
      // Prisma reads no operator class of a B-tree index back, and makes such an index again in each migration.
      if (/ops: raw\("\w+_pattern_ops"\)/.test(text)) continue;
      const again = inSchema(text, schema.after, null, everything, true);
      assert.deepEqual(again.findings, [], name);
      assert.equal(again.sql.text, '', name);
    }
  });

  it('what only adds is no warning', () => {
    const additive = judged.filter(({ schema }) => isPurelyAdditive(schema));
    assert.ok(additive.length > judged.length / 10, `${additive.length} of ${judged.length}`);
    for (const { name, text, history } of additive) {
      const loud = inSchema(text, history, null, asUsual).findings.filter(({ severity }) => severity !== 'information');
      assert.deepEqual(loud, [], name);
    }
  });

  it('each stands at a place in the text, in a message that fits', () => {
    for (const { name, text, schema } of judged) {
      for (const { rule, message, span } of schema.findings) {
        assert.ok(0 <= span.start && span.start < span.end && span.end <= text.length, `${name}: ${rule} at ${span.start}–${span.end}`);
        assert.ok(message.length <= longestMessage && !message.includes('\n'), `${name}: ${message}`);
        assert.doesNotMatch(message, /"[^"]*"(?<!fails: .*)/, `${name}: ${message}`);
      }
      for (const { span } of schema.places) assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length, name);
    }
  });
});
