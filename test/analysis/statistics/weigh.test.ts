import assert from 'node:assert/strict';
import type { Finding } from '../../../server/src/analysis/finding';
import { ageWords, byteWords, rowWords, sizePhrase } from '../../../server/src/analysis/statistics/size-words';
import type { Sizes, TableSize } from '../../../server/src/analysis/statistics/statistics';
import { weighed } from '../../../server/src/analysis/statistics/weigh';

const day = 86_400_000;
const takenAt = '2026-11-17T10:00:00.000Z';

const sizesOf = (size: TableSize): Sizes => ({
  statistics: { environment: 'production', takenAt, tables: new Map([['public.Order', size]]) },
  smallTable: 10_000,
  now: Date.parse(takenAt) + 3 * day,
});

const finding = (rule: string, severity: Finding['severity'] = 'warning', relation: string | null = 'public.Order'): Finding => ({
  ...{ rule, severity, message: 'Something happens to "Order".', help: 'Do this.', span: { start: 0, end: 1 } },
  ...{ statement: 0, operation: null, relation, column: null },
});

describe('sizes of tables', () => {
  it('are said as people say them', () => {
    assert.deepEqual([0, 1, 999, 4120, 12_400_000, 2.5e9].map(rowWords), [
      '0 rows',
      '1 row',
      '999 rows',
      '4,120 rows',
      '12.4 M rows',
      '2.5 G rows',
    ]);
    assert.deepEqual([0, 500, 8192, 8.1 * 1024 ** 3, 250 * 1024 ** 2].map(byteWords), ['0 bytes', '500 bytes', '8 kB', '8.1 GB', '250 MB']);
    assert.deepEqual([-5, 90_000, 3 * 3_600_000, 3 * day].map(ageWords), ['just now', '1 minute ago', '3 hours ago', '3 days ago']);
  });

  it('say where and when they were taken, and leave out what is not known', () => {
    const phrase = (size: TableSize) => sizePhrase(sizesOf(size), 'public.Order');
    assert.equal(phrase({ rows: 12_400_000, bytes: 8.1 * 1024 ** 3, indexes: 4 }), '12.4 M rows, 8.1 GB on production (3 days ago)');
    assert.equal(phrase({ rows: null, bytes: 8192, indexes: null }), '8 kB on production (3 days ago)');
    assert.equal(phrase({ rows: null, bytes: null, indexes: 2 }), null);
    assert.equal(sizePhrase(sizesOf({ rows: 1, bytes: 1, indexes: 1 }), 'public.Other'), null);
  });
});

describe('a finding with sizes', () => {
  const small = sizesOf({ rows: 9999, bytes: 8192, indexes: 1 });
  const large = sizesOf({ rows: 10_000, bytes: 8192, indexes: 1 });
  const one = (from: Finding, sizes: Sizes) => weighed([from], sizes)[0];

  it('says them before what to do', () => {
    assert.equal(one(finding('index-blocks-writes'), large)?.help, '10,000 rows, 8 kB on production (3 days ago). Do this.');
    assert.equal(one(finding('index-blocks-writes'), large)?.message, 'Something happens to "Order".');
  });

  it('is milder on a small table where only the size makes the hazard', () => {
    assert.equal(one(finding('index-blocks-writes'), small)?.severity, 'information');
    assert.equal(one(finding('index-blocks-writes'), large)?.severity, 'warning');
    assert.equal(one(finding('column-renamed'), small)?.severity, 'warning', 'breaks the application on any table');
    assert.equal(one(finding('index-blocks-writes', 'error'), small)?.severity, 'error', 'somebody has raised it');
    assert.equal(
      one(finding('index-blocks-writes'), sizesOf({ rows: null, bytes: 8192, indexes: 1 }))?.severity,
      'warning',
      'rows are not known',
    );
  });

  it('stays as it is where nothing is known of its table', () => {
    const other = finding('index-blocks-writes', 'warning', 'public.User');
    assert.equal(one(other, small), other);
    const none = finding('migration-name-is-vague', 'information', null);
    assert.equal(one(none, small), none);
  });
});
