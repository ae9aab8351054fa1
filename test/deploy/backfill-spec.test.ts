import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSpec } from '../../server/src/deploy/backfill/read-spec';
import { sizeAfterBatch, sizeAfterFailure, waitBefore } from '../../server/src/deploy/backfill/size';
import { defaultPacing } from '../../server/src/deploy/backfill/spec';
import { backfillSchema } from '../../server/src/deploy/backfill/spec-schema';
import { readKey, updateRange } from '../../server/src/deploy/backfill/statements';
import { root } from '../cli/run';

describe("a backfill's file", () => {
  it('is described to editors as it is read', () => {
    assert.deepEqual(
      JSON.parse(readFileSync(join(root, 'schemas/backfill.schema.json'), 'utf8')),
      backfillSchema,
      'node scripts/write-schema.mjs',
    );
  });

  it('has defaults, comments and a condition that follows from the literal', () => {
    const read = readSpec(`{ // fills it
      "table": "billing.Invoice", "set": { "state": "'open'" }, }`);
    assert.deepEqual(read, {
      ok: true,
      spec: {
        table: { schema: 'billing', name: 'Invoice' },
        set: new Map([['state', "'open'"]]),
        where: '"state" IS NULL',
        check: null,
        ...defaultPacing,
      },
    });
  });

  it('reads every key', () => {
    const read = readSpec(`{ "table": { "schema": "a.b", "name": "c.d" }, "set": { "__proto__": "lower(x)" }, "where": "y IS NULL",
      "batch": { "targetMilliseconds": 50, "initial": 9000, "maximum": 500 }, "pauseMilliseconds": 0, "lockTimeout": "500ms", "statementTimeout": "2min", "check": "SELECT 0" }`);
    assert.ok(read.ok);
    assert.deepEqual(read.spec.table, { schema: 'a.b', name: 'c.d' });
    assert.deepEqual([...read.spec.set], [['__proto__', 'lower(x)']]);
    assert.deepEqual(read.spec.batch, { targetMilliseconds: 50, initial: 500, maximum: 500 });
    assert.deepEqual([read.spec.pauseMilliseconds, read.spec.lockTimeout, read.spec.statementTimeout], [0, 500, 120_000]);
    assert.equal(read.spec.check, 'SELECT 0');
  });

  for (const [what, text, problem] of [
    [
      'a key that does not exist',
      '{\n"table": "t", "set": { "a": "1" },\n"wher": "" }',
      'Line 3: "wher" is not a setting; expected "where"?',
    ],
    ['a missing table', '{ "set": { "a": "1" } }', 'Line 1: "table" is missing; expected a value.'],
    ['a value of another type', '{ "table": "t",\n"set": { "a": 1 } }', 'Line 2: "set.a" is the number 1; expected a string.'],
    [
      'a batch of nothing',
      '{ "table": "t", "set": { "a": "1" },\n "batch": { "initial": 0 } }',
      'Line 2: "batch.initial" is the number 0; expected at least 1.',
    ],
    [
      'a time without a unit',
      '{ "table": "t", "set": { "a": "1" },\n\n "lockTimeout": "5" }',
      'Line 3: "lockTimeout" is the string "5"; expected a duration such as "500ms", "5s" or "2min".',
    ],
    [
      'two statements',
      `{ "table": "t",\n"set": { "a": "1); DROP TABLE t; --" } }`,
      'Line 2: "set.a" is no SQL expression: syntax error at or near ")".',
    ],
    [
      'no condition',
      '{ "table": "t", "set": { "a": "b" } }',
      'Line 1: "where" is missing; expected a condition that is true for rows still to do.',
    ],
    ['no column', '{ "table": "t", "where": "true",\n"set": {} }', 'Line 2: "set" names no column; expected at least one.'],
    ['no table', '{ "table": "",\n"set": { "a": "1" } }', 'Line 1: "table" is empty; expected the name of a table.'],
    ['broken JSON', '{ "table": "t",\n"set" }', 'Line 2: is not valid JSON here.'],
    ['nothing', '', 'Line 1: is not valid JSON here.'],
    ['a check that writes', '{ "table": "t", "set": { "a": "1" }, "check": "DELETE FROM t" }', 'Line 1: "check" is not one SELECT.'],
  ] as const) {
    it(`refuses ${what}`, () => assert.deepEqual(readSpec(text), { ok: false, problems: [problem] }));
  }

  it('refuses what is nested without an end', () => assert.equal(readSpec('['.repeat(100_000)).ok, false));
});

describe('the size of a batch', () => {
  const limits = { targetMilliseconds: 200, initial: 1000, maximum: 50_000 };

  it('comes near to the target, by no more than twice or half at a time', () => {
    assert.equal(sizeAfterBatch(1000, 1, limits), 2000);
    assert.equal(sizeAfterBatch(1000, 100, limits), 2000);
    assert.equal(sizeAfterBatch(1000, 160, limits), 1250);
    assert.equal(sizeAfterBatch(1000, 400, limits), 500);
    assert.equal(sizeAfterBatch(1000, 40_000, limits), 500);
    assert.equal(sizeAfterBatch(40_000, 100, limits), 50_000);
    assert.equal(sizeAfterBatch(1, 10_000, limits), 1);
  });

  it('settles where a batch takes what it should', () => {
    let size = limits.initial;
    for (let batch = 0; batch < 20; batch++) size = sizeAfterBatch(size, size / 40, limits);
    assert.equal(size, 8000);
  });

  it('falls to one row where nothing gets through', () => {
    let size = limits.maximum;
    for (let attempt = 0; attempt < 9; attempt++) size = sizeAfterFailure(size, limits);
    assert.equal(size, 1);
  });

  it('waits longer each time, up to five seconds', () => {
    assert.deepEqual(
      [1, 2, 3, 6, 7, 50].map((attempt) => waitBefore(attempt, 1)),
      [100, 200, 400, 3200, 5000, 5000],
    );
    assert.equal(waitBefore(1, 0), 50);
  });
});

describe('the SQL of a batch', () => {
  const spec = {
    ...defaultPacing,
    table: { schema: null, name: 'Order' },
    set: new Map([['select', `'x' -- why`]]),
    where: 'a OR b',
    check: null,
  };

  it('quotes names, compares keys as rows, and ends comments', () => {
    const target = {
      schema: 'Shop',
      name: 'Or"der',
      key: [
        { name: 'tenantId', type: 'uuid' },
        { name: 'user', type: 'bigint' },
      ],
      estimatedRows: null,
      notes: [],
    };
    assert.deepEqual(updateRange(target, spec, { after: ['a', '1'], through: ['b', '2'] }), {
      sql: `WITH changed AS (
UPDATE "Shop"."Or""der" SET "select" = (
'x' -- why
)
WHERE ("tenantId", "user") > ($1::uuid, $2::bigint) AND ("tenantId", "user") <= ($3::uuid, $4::bigint) AND (
a OR b
)
RETURNING (
a OR b
) IS TRUE AS again
)
SELECT count(*)::text AS rows, (count(*) FILTER (WHERE again))::text AS again FROM changed`,
      values: ['a', '1', 'b', '2'],
    });
  });

  it('reads keys as the server writes them', () => {
    assert.deepEqual(readKey('["a\\"b", "9007199254740993"]'), ['a"b', '9007199254740993']);
    assert.equal(readKey(null), null);
  });
});
