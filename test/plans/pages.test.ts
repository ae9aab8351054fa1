import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyzeMigration, foldMigration, prepare } from '../../server/src/analysis/analyze';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { planKinds } from '../../server/src/analysis/plans/registry';
import type { SafeMigrations } from '../../server/src/analysis/plans/safe-migrations';
import { rules } from '../../server/src/analysis/rules/registry';
import { type PlanExample, planPages } from './page';
import { analysed, plannedMigration, plannedSchema, settingsFor } from './planned';

const version = 15;
const rulePages = join(__dirname, '../../docs/rules');
const headings = ['## What it writes', '## Why it is safe', '## What to know', '## Examples', '## Sources'];

describe('plans and their pages', () => {
  const pages = new Map(planPages().map((page) => [page.id, page]));

  before(() => prepare());

  it('every plan has a page and every page a plan', () => {
    assert.deepEqual([...pages.keys()].sort(), planKinds.map(({ id }) => id).sort());
  });

  it('plans answer rules that there are', () => {
    const known = new Set(rules.map(({ id }) => id));
    assert.deepEqual(
      planKinds.flatMap(({ answers, rollsOut = [] }) => [...answers, ...rollsOut]).filter((rule) => !known.has(rule)),
      [],
    );
  });

  it('the page of a rule names the plans that answer it', () => {
    const unnamed = planKinds.flatMap(({ id, answers, rollsOut = [] }) =>
      [...answers, ...rollsOut].filter((rule) => !readFileSync(join(rulePages, `${rule}.md`), 'utf8').includes(`](../plans/${id}.md)`)),
    );
    assert.deepEqual(unnamed, []);
  });

  for (const { id, summary } of planKinds) {
    const page = pages.get(id);
    if (page === undefined) continue;
    describe(id, () => {
      it('has the title, the summary and the headings that a page has, and examples', () => {
        assert.equal(page.title, id);
        assert.equal(page.summary, summary);
        assert.deepEqual(page.headings, headings);
        assert.ok(page.examples.length > 0);
      });

      for (const example of page.examples) {
        it(`writes what the example at line ${example.line} shows`, () => {
          const found = planned(example);
          assert.deepEqual(
            found.files.map(({ words, text }) => ({ words: words ?? 'migration', text })),
            example.written,
          );
          assert.ok(
            found.plans.some((plan) => plan.id === id),
            'the plan is not used',
          );
        });

        it(`leaves nothing to plan in the example at line ${example.line}`, () => check(example));
      }
    });
  }
});

function planned({ migration, history, before, after, values }: PlanExample): SafeMigrations {
  if (migration === null) return plannedSchema({ before, after, version, values });
  return plannedMigration(migration, foldMigration(history, emptyCatalog('postgresql')), version, {
    values,
    ...(values.rule !== undefined && { rule: values.rule }),
  });
}

/** None of the files that were written asks for a plan again. */
function check(example: PlanExample): void {
  const answered = new Set(planKinds.flatMap(({ answers }) => answers));
  const empty = emptyCatalog('postgresql');
  let catalog = example.migration === null ? analysed(example.before, empty, version).after : foldMigration(example.history, empty);
  for (const { text, words } of example.written) {
    const facts = { name: `20260101000000_${words}`, state: 'pending' as const, newestInHistory: null };
    const { findings, after } = analyzeMigration({ facts, text }, catalog, settingsFor(version));
    assert.deepEqual(
      findings.filter(({ rule }) => answered.has(rule)).map(({ rule, message }) => `${rule}: ${message}`),
      [],
    );
    catalog = after;
  }
}
