import { strict as assert } from 'node:assert';
import { prepare } from '../../server/src/analysis/analyze';
import type { PlannedRollout } from '../../server/src/analysis/plans/rollout/plan-rollout';
import type { VerifiedRollout } from '../../server/src/analysis/plans/rollout/verify-rollout';
import { shop, without, withoutLines } from './drop-shop';
import { rolledOut } from './rolled-out';

const version = 15;

describe('the rollout of a drop', () => {
  before(() => prepare());

  it('hides a field where it stood, and drops it in the end', () => {
    const { verified, rest } = proven(withoutLines(shop, ['  score Decimal']), 'column-dropped');
    assert.equal(rest, null);
    assert.deepEqual(
      verified.stages.map(({ stage, files }) => [stage.name, files.length]),
      [
        ['hide', 0],
        ['release', 0],
        ['drop', 1],
      ],
    );
    assert.equal(hidden(verified), shop.replace('  score Decimal? @db.Decimal(10, 2)\n', '  score Decimal? @db.Decimal(10, 2) @ignore\n'));
  });

  it('lets new rows do without a value that they need', () => {
    const byDefault = proven(withoutLines(shop, ['  name  String', '  @@index([name']), 'column-dropped').verified;
    const expected = withoutLines(shop, ['  @@index([name']).replace('  name  String\n', '  name String @default("") @ignore\n');
    assert.equal(withoutGaps(hidden(byDefault)), withoutGaps(expected));
    const unique = proven(withoutLines(shop, ['  select String']), 'column-dropped').verified;
    assert.equal(withoutGaps(hidden(unique)), withoutGaps(shop.replace('  select String @unique\n', '  select String? @ignore\n')));
    assert.match(unique.stages[0]?.files[0]?.text ?? '', /ALTER COLUMN "select" DROP NOT NULL;\n$/);
  });

  it('hides a field under another name where its own is taken', () => {
    const edited = shop
      .replace('  name  String\n', '  name  Tag[]    @relation("other")\n')
      .replace('  users User[]\n', '  users User[]\n  named User[] @relation("other")\n');
    const { verified } = proven(withoutLines(edited, ['  @@index([name']), 'column-dropped');
    assert.match(withoutGaps(hidden(verified)), /\n name_dropped String @default\(""\) @map\("name"\) @ignore\n/);
  });

  it('hides a model without its relations', () => {
    const { verified, rest } = proven(without(shop, 'Line').replace('  lines  Line[]\n', ''), 'table-dropped');
    assert.match(rest ?? '', /^-- DropForeignKey\nALTER TABLE "Line" DROP CONSTRAINT "Line_orderId_fkey";\n$/);
    assert.match(hidden(verified), /\nmodel Line \{\n {2}id {6}Int {3}@id\n {2}orderId Int\n\n {2}@@ignore\n\}\n/);
  });

  it('is refused with the reason where nothing can be hidden', () => {
    const links = rolledOut(
      { before: shop, after: withoutLines(without(shop, 'Tag'), ['  tags  Tag']), version },
      'implicit-relation-table-dropped',
    );
    assert.deepEqual(links, { ok: false, reason: 'the earlier schema has no model for the table' });
    const noEnum = rolledOut(
      { before: shop, after: withoutLines(without(shop, 'Plan'), ['  plan ', '  plans Plan']), version },
      'column-dropped',
    );
    assert.match(noEnum?.ok === false ? noEnum.reason : '', /^the rest of the migration needs it: /);
  });

  function proven(after: string, rule: string): Extract<PlannedRollout, { readonly ok: true }> {
    const found = rolledOut({ before: shop, after, version }, rule);
    assert.ok(found?.ok === true, found === null ? 'there is no such finding' : found.ok ? '' : found.reason);
    return found;
  }

  function hidden({ stages }: VerifiedRollout): string {
    return stages[0]?.schema[0]?.text ?? '';
  }

  function withoutGaps(text: string): string {
    return text.replace(/ +/g, ' ').replace(/\n\n(?=\})/g, '\n');
  }
});
