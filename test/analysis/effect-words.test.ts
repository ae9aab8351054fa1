import assert from 'node:assert/strict';
import type { Effect } from '../../server/src/analysis/effects/effect';
import { effectTable } from '../../server/src/analysis/migration/effect-table';
import { effectLine } from '../../server/src/analysis/migration/effect-words';

const nothing: Effect = {
  locks: new Map(),
  rewrites: [],
  reindexes: [],
  builds: [],
  scans: [],
  creates: [],
  drops: [],
  transactional: true,
  grows: false,
  failures: [],
  facts: [],
};
const inUse = (): boolean => false;
const line = (effect: Partial<Effect>, isNew: (relation: string) => boolean = inUse): string | null =>
  effectLine({ ...nothing, ...effect }, isNew);

describe('the line above a statement', () => {
  const order = 'public.Order';

  it('is not there for what harms nobody', () => {
    assert.equal(line({}), null);
    assert.equal(line({ locks: new Map([[order, 'SHARE UPDATE EXCLUSIVE']]), creates: ['public.i'] }), null);
    assert.equal(
      line({ locks: new Map([[order, 'ACCESS EXCLUSIVE']]) }, () => true),
      null,
    );
  });

  it('says lock, work and who waits, in this order', () => {
    const locks = new Map([[order, 'ACCESS EXCLUSIVE']] as const);
    assert.equal(
      line({ locks, rewrites: [order], scans: [order], reindexes: ['a', 'b', 'c', 'd'], grows: true }),
      'ACCESS EXCLUSIVE on "Order" · rewrites the table and 4 indexes · blocks reads and writes',
    );
    assert.equal(line({ locks }), 'ACCESS EXCLUSIVE on "Order" · blocks reads and writes for a moment');
    assert.equal(line({ locks, scans: [order], grows: true }), 'ACCESS EXCLUSIVE on "Order" · scans the table · blocks reads and writes');
  });

  it('names every mode once, the strongest first, and other schemas', () => {
    const locks = new Map([
      ['public.User', 'SHARE ROW EXCLUSIVE'],
      ['billing.Invoice', 'ACCESS EXCLUSIVE'],
      [order, 'SHARE ROW EXCLUSIVE'],
      ['public.Log', 'ROW SHARE'],
    ] as const);
    assert.equal(
      line({ locks, scans: ['public.User', order], grows: true }),
      'ACCESS EXCLUSIVE on "billing"."Invoice" · SHARE ROW EXCLUSIVE on "User" and "Order" · scans "User" and "Order" · blocks reads and writes',
    );
  });

  it('says that a build reads all rows, and a certain failure first', () => {
    const locks = new Map([[order, 'SHARE']] as const);
    assert.equal(
      line({ locks, scans: [order], builds: [{ table: order, index: 'i' }], grows: true }),
      'SHARE on "Order" · builds an index from all rows · blocks writes',
    );
    const failures = [{ code: '42701', when: 'certain', reason: '"Order" has "id" already' }] as const;
    assert.equal(line({ failures }), 'fails: "Order" has "id" already');
    assert.equal(line({ failures: [{ code: '23502', when: 'rows', reason: 'x' }] }), null);
  });
});

describe('the table of an effect', () => {
  it('has a row for each relation, strongest lock first, and says which are new', () => {
    const locks = new Map([
      ['public.A', 'SHARE'],
      ['public.B', 'ACCESS EXCLUSIVE'],
    ] as const);
    const table = effectTable({ ...nothing, locks, scans: ['public.C'] }, (relation) => relation === 'public.C');
    assert.deepEqual(table?.split('\n').slice(2), [
      '| `"B"` | ACCESS EXCLUSIVE | reads and writes | – | – |',
      '| `"A"` | SHARE | writes | – | – |',
      '| `"C"` (new) | – | – | – | yes |',
    ]);
  });

  it('is not there when nothing is touched, and survives any name', () => {
    assert.equal(effectTable(nothing, inUse), null);
    const table = effectTable({ ...nothing, scans: ['public.a`b|c'] }, inUse);
    assert.equal(table?.split('\n')[2], '| `"a\'b\\|c"` | – | – | – | yes |');
  });
});
