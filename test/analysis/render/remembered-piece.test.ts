import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Index, ObjectId } from '../../../server/src/analysis/catalog/catalog';
import type { Change } from '../../../server/src/analysis/catalog/diff/change';
import { type MigrationStyle, writeMigration } from '../../../server/src/analysis/render/migration';

const schema = fc.constantFrom('public', 'audit');
const name = fc.constantFrom('User', 'a.b', 'Ä"');

function indexNamed(owner: string, table: ObjectId, own: string): Index {
  return {
    schema: owner,
    name: own,
    table,
    unique: false,
    method: 'btree',
    keys: [],
    include: [],
    where: null,
    nullsNotDistinct: false,
    constraint: null,
    valid: true,
    partOf: null,
  };
}

/** What drops something, and some steps that do not, so that each of the drops stands first at times. */
const step = fc.oneof(
  fc.tuple(schema, name).map(([owner, table]): Change => ({ kind: 'drop-table', table: `${owner}.${table}` })),
  fc.tuple(schema, name, name).map(([owner, table, key]): Change => ({ kind: 'drop-foreign-key', table: `${owner}.${table}`, name: key })),
  fc
    .tuple(schema, schema, name, name)
    .map(([owner, other, table, own]): Change => ({ kind: 'drop-index', index: indexNamed(owner, `${other}.${table}`, own) })),
  fc.tuple(schema, name).map(([owner, type]): Change => ({ kind: 'drop-enum', type: `${owner}.${type}` })),
);

const style = fc.record({
  schemas: fc.constantFrom<readonly string[]>([], ['audit', 'public']),
  prismaVersion: fc.constantFrom(null, '5.22.0'),
  from: fc.constantFrom('migrations' as const, 'schema' as const),
});

/** More drops than are remembered take the place of all that were. */
function forgetDrops(): void {
  const others = Array.from({ length: 1_001 }, (_, index): Change => ({ kind: 'drop-table', table: `public.other${index}` }));
  writeMigration(others, { schemas: [] });
}

function read(changes: readonly Change[], styled: MigrationStyle): unknown {
  const { text, parts, pieces } = writeMigration(changes, styled);
  return { text, parts, pieces };
}

describe('the SQL of what is dropped', () => {
  it('is the same, whatever was written before', function () {
    this.timeout(120_000);
    const steps = fc.array(step, { maxLength: 8 });
    const earlier = fc.array(fc.tuple(steps, style), { maxLength: 6 });
    fc.assert(
      fc.property(earlier, steps, style, (before, changes, styled) => {
        forgetDrops();
        for (const [others, other] of before) writeMigration(others, other);
        const remembered = read(changes, styled);
        forgetDrops();
        assert.deepEqual(remembered, read(changes, styled));
      }),
      { numRuns: 400, seed: 20261120 },
    );
  });

  it('is told apart from that of another schema', () => {
    const texts = ['public', 'audit'].map((owner) => {
      const index = indexNamed(owner, 'public.User', 'User_id_idx');
      return writeMigration([{ kind: 'drop-index', index }], { schemas: ['audit', 'public'] }).text;
    });
    assert.deepEqual(texts, ['-- DropIndex\nDROP INDEX "User_id_idx";\n', '-- DropIndex\nDROP INDEX "audit"."User_id_idx";\n']);
  });

  it('is written once for the same drop', () => {
    const drop: Change = { kind: 'drop-foreign-key', table: 'public.User', name: 'User_id_fkey' };
    const piece = () => writeMigration([{ ...drop }], { schemas: [] }).pieces[0];
    assert.equal(piece(), piece());
  });
});
