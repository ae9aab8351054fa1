import { strict as assert } from 'node:assert';
import { prepare } from '../../server/src/analysis/analyze';
import type { ObjectId } from '../../server/src/analysis/catalog/catalog';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { newDrift, newDriftAnywhere, type Pair } from '../../server/src/analysis/plans/rollout/new-drift';
import { requireCorpus } from '../corpus/corpus';
import { type SchemaEdit, schemaEdits } from '../corpus/schema-edits';
import { analysed } from './planned';

const version = 15;

/** Every so many of the edits. */
const stride = process.env.LOCKSTEP_CORPUS_ALL === undefined ? 320 : 1;

describe('what Prisma would find after a stage of a rollout', function () {
  this.timeout(600_000);

  it('is the same, compared where something differs or everywhere', async function () {
    const corpus = requireCorpus(this);
    await prepare();
    const found = { nothing: 0, something: 0 };
    for (const edit of [...schemaEdits(corpus, 'postgresql')].filter((_, index) => index % stride === 0)) {
      const { pairs, external } = statesOf(edit);
      for (const known of pairs) {
        for (const pair of pairs) {
          for (const left of [[], external]) {
            const sight = { prismaVersion: '7.10', external: left };
            const line = newDrift(pair, known, sight);
            assert.equal(line, newDriftAnywhere(pair, known, sight), `${edit.repository} ${edit.migration}`);
            found[line === null ? 'nothing' : 'something']++;
          }
        }
      }
    }
    assert.ok(found.nothing > 0 && found.something > 0, JSON.stringify(found));
    console.log(`      ${found.nothing} without a difference, ${found.something} with one`);
  });
});

/** States that migrations may have left, half of an edit included, each with what one of both schemas asks for. */
function statesOf({ before, after }: SchemaEdit): { readonly pairs: readonly Pair[]; readonly external: readonly ObjectId[] } {
  const earlier = analysed(before, emptyCatalog('postgresql'), version);
  const history = earlier.after;
  const later = analysed(after, history, version, before);
  const middle = later.statements[Math.floor(later.statements.length / 2)]?.before ?? history;
  // The same again, of other objects.
  const again = analysed(before, emptyCatalog('postgresql'), version).after;
  const wanted = [earlier.wanted, later.wanted];
  const changed = [...later.after.tables].filter(([id, table]) => history.tables.get(id) !== table).map(([id]) => id);
  return {
    pairs: [history, again, middle, later.after].flatMap((built) => wanted.map((one): Pair => ({ built, wanted: one }))),
    external: changed.slice(0, 1),
  };
}
