import { strict as assert } from 'node:assert';
import { requireCorpus } from './corpus';
import { compare, type Difference } from './differences';
import { type Followed, followHistories, groupBy } from './follow';

/** Statements that change rows or the connection, not the schema. */
const notSchema: ReadonlySet<string> = new Set([
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'SelectStmt',
  'TransactionStmt',
  'VariableSetStmt',
]);

describe('effects against what PostgreSQL 15 did for real histories', function () {
  this.timeout(120_000);

  it('agree on locks, rewrites, rebuilt indexes and scans of statements that change the schema', function () {
    const corpus = requireCorpus(this);
    const agreed = { lock: 0, rewrite: 0, reindex: 0, scan: 0 };
    const differences: (Difference & { readonly at: string })[] = [];
    let statements = 0;
    let withLockDifference = 0;
    for (const followed of followHistories(corpus)) {
      if (!isComparable(followed)) continue;
      statements++;
      const comparison = compare(followed);
      for (const about of ['lock', 'rewrite', 'reindex', 'scan'] as const) agreed[about] += comparison.agreed[about];
      if (comparison.differences.some(({ about }) => about === 'lock')) withLockDifference++;
      differences.push(...comparison.differences.map((difference) => ({ ...difference, at: place(followed) })));
    }
    report(statements, agreed, differences);

    assert.ok(statements > 11_000, `${statements} statements`);
    assert.ok(withLockDifference / statements <= 0.005, `${withLockDifference} of ${statements} statements differ in locks`);
    for (const [about, least] of [
      ['rewrite', 0.99],
      ['reindex', 0.97],
      ['scan', 0.97],
    ] as const) {
      const { precision, recall } = quality(about, agreed, differences);
      assert.ok(precision >= least, `${about}: precision ${precision}`);
      assert.ok(recall >= least, `${about}: recall ${recall}`);
    }
    assert.deepEqual(
      differences.filter(({ because }) => because === null),
      [],
    );
  });

  it('never foretell a certain refusal of what the server did', function () {
    const corpus = requireCorpus(this);
    const refused: string[] = [];
    for (const followed of followHistories(corpus)) {
      const certain = followed.effect.failures.filter(({ when }) => when === 'certain');
      if (followed.record.error === undefined && certain.length > 0) {
        refused.push(`${place(followed)}: ${certain.map(({ code, reason }) => `${code} ${reason}`).join(', ')}`);
      }
    }
    assert.deepEqual(refused, []);
  });
});

function isComparable({ record }: Followed): boolean {
  return record.error === undefined && record.nontx !== true && !notSchema.has(record.kind ?? '');
}

function place({ record, statement, text }: Followed): string {
  const sql = text.slice(statement.span.start, statement.span.end).replace(/\s+/g, ' ').slice(0, 80);
  return `${record.root}/${record.migration}#${statement.index} ${sql}`;
}

type Counts = Readonly<Record<Difference['about'], number>>;

function quality(about: Difference['about'], agreed: Counts, differences: readonly Difference[]) {
  const missing = differences.filter((difference) => difference.about === about && difference.said === null).length;
  const extra = differences.filter((difference) => difference.about === about && difference.recorded === null).length;
  return { precision: agreed[about] / (agreed[about] + extra || 1), recall: agreed[about] / (agreed[about] + missing || 1) };
}

/** The table of what disagrees, with counts, for the reader of the test run. */
function report(statements: number, agreed: Counts, differences: readonly Difference[]): void {
  const lines = [`      ${statements} statements`];
  for (const about of ['lock', 'rewrite', 'reindex', 'scan'] as const) {
    const { precision, recall } = quality(about, agreed, differences);
    lines.push(`      ${about.padEnd(8)} agreed ${agreed[about]}, precision ${percent(precision)}, recall ${percent(recall)}`);
  }
  const classes = groupBy(differences, ({ about, because }) => `${about}: ${because ?? 'not explained'}`);
  for (const [name, members] of classes) lines.push(`      ${String(members.length).padStart(6)} × ${name}`);
  console.log(lines.join('\n'));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
