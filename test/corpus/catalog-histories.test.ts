import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { foldScript } from '../../server/src/analysis/catalog/fold';
import { readPostgres } from '../../server/src/analysis/sql/postgres/read';
import { assertSound } from '../analysis/catalog/invariants';
import { histories, requireCorpus } from './corpus';

describe('folded histories', function () {
  this.timeout(120_000);

  /** Of every history, the catalog after each migration. */
  let catalogs: readonly (readonly Catalog[])[] = [];

  before(function () {
    catalogs = histories(requireCorpus(this), 'postgresql').map(({ migrations }) => {
      let catalog = emptyCatalog('postgresql');
      return migrations.map(({ path }) => {
        catalog = foldScript(catalog, readPostgres(readFileSync(path, 'utf8')));
        return catalog;
      });
    });
  });

  it('are sound at their end', () => {
    for (const history of catalogs) for (const catalog of history.slice(-1)) assertSound(catalog);
  });

  it('are sound after any migration, later ones notwithstanding', () => {
    const place = fc.tuple(fc.nat({ max: catalogs.length - 1 }), fc.double({ min: 0, max: 0.999, noNaN: true }));
    fc.assert(
      fc.property(place, ([which, part]) => {
        const history = catalogs[which] ?? [];
        const catalog = history[Math.floor(history.length * part)];
        if (catalog !== undefined) assertSound(catalog);
      }),
      { numRuns: 40 },
    );
  });
});
