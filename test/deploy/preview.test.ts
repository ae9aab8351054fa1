import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Sizes } from '../../server/src/analysis/statistics/statistics';
import { type MigrationPreview, previewMigrations } from '../../server/src/deploy/preview/migration-preview';
import { createAnalyzer } from '../../server/src/project/analysis';
import { readSnapshot } from '../../server/src/project/snapshot';
import { projectIn } from './environments';

const first = 'CREATE TABLE "Order" ("id" INTEGER PRIMARY KEY, "total" INTEGER);\n';
const second = [
  'CREATE TABLE "Item" ("id" INTEGER PRIMARY KEY);',
  'ALTER TABLE "Order" ALTER COLUMN "id" SET DATA TYPE BIGINT;',
  'CREATE INDEX ON "Item" ("id");',
  'FROBNICATE;',
].join('\n');

const sizes: Sizes = {
  statistics: {
    environment: 'production',
    takenAt: '2026-11-17T00:00:00.000Z',
    tables: new Map([['public.Order', { rows: 40_200_000, bytes: 8_700_000_000, indexes: 4 }]]),
  },
  smallTable: 10_000,
  now: Date.parse('2026-11-20T00:00:00.000Z'),
};

describe('the preview of migrations', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lockstep-preview-'));
    const files: Readonly<Record<string, string>> = {
      'package.json': '{ "dependencies": { "prisma": "7.10.1" } }',
      'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n}\n',
      'prisma/migrations/20260101000000_init/migration.sql': first,
      'prisma/migrations/20260201000000_wide_keys/migration.sql': second,
    };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  async function previewOf(measured: (migration: string, statement: number) => number | null): Promise<MigrationPreview> {
    const snapshot = await readSnapshot(await projectIn(root), new Map());
    const names = new Set(['20260201000000_wide_keys']);
    const [preview, ...others] = await previewMigrations(snapshot, createAnalyzer({ cacheDirectory: null }), { names, sizes, measured });
    assert.deepEqual(others, []);
    assert.ok(preview !== undefined);
    return preview;
  }

  it('says of each statement what it is and what it holds up', async () => {
    const { statements } = await previewOf(() => null);
    assert.deepEqual(
      statements.map(({ line, words, summary }) => ({ line, words, summary })),
      [
        { line: 1, words: ['create table "Item"'], summary: null },
        {
          line: 2,
          words: ['change type of "Order"."id" to BIGINT'],
          summary: 'ACCESS EXCLUSIVE on "Order" · rewrites the table and 1 index · blocks reads and writes · 40.2 M rows on production',
        },
        { line: 3, words: ['create index on "Item" ("id")'], summary: null },
        { line: 4, words: [], summary: null },
      ],
    );
  });

  it('names the tables that are there, with their sizes, and none that it creates itself', async () => {
    const { statements } = await previewOf(() => null);
    assert.deepEqual(
      statements.map(({ tables }) => tables),
      [
        [],
        [
          {
            relation: 'public.Order',
            lock: 'ACCESS EXCLUSIVE',
            blocks: 'reads and writes',
            isRewritten: true,
            isScanned: true,
            size: { rows: 40_200_000, bytes: 8_700_000_000, indexes: 4 },
          },
        ],
        [],
        [],
      ],
    );
  });

  it('takes what a rehearsal has measured, and says what it could not read', async () => {
    const { statements, unanalysed } = await previewOf((migration, statement) =>
      migration === '20260201000000_wide_keys' && statement === 1 ? 840 : null,
    );
    assert.deepEqual(
      statements.map(({ milliseconds }) => milliseconds),
      [null, 840, null, null],
    );
    assert.equal(unanalysed, 1);
    assert.deepEqual(
      statements.map(({ isAnalysed }) => isAnalysed),
      [true, true, true, false],
    );
  });

  it('has the findings, weighed by what the tables hold', async () => {
    const { findings } = await previewOf(() => null);
    const rewrite = findings.find(({ finding }) => finding.rule === 'type-change-rewrites-table');
    assert.equal(rewrite?.line, 2);
    assert.match(rewrite?.finding.help ?? '', /^40\.2 M rows, 8\.1 GB on production \(3 days ago\)\./);
  });
});
