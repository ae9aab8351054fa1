import { strict as assert } from 'node:assert';
import { prepare } from '../../server/src/analysis/analyze';
import { shop } from './cases';
import { type ProvenRollout, proven, reason, rolledOut, textOf } from './rolled-out';

const lossy = 'type-change-loses-data';
const rewriting = 'type-change-rewrites-table';
const version = 15;

before(async () => {
  await prepare();
});

describe('the rollout of another type', () => {
  it('goes by way of a second field', () => {
    const found = proven(rolledOut({ before: shop, after: shop.replace('select Int?', 'select BigInt?'), version }, rewriting));
    assert.deepEqual(
      found.verified.stages.map(({ stage }) => stage.name),
      ['expand', 'backfill', 'swap', 'release', 'contract'],
    );
    assert.deepEqual(linesAfter(found, 'expand'), ['select Int?', 'select_new BigInt? @ignore']);
    assert.deepEqual(linesAfter(found, 'swap'), ['select BigInt?', 'select_old Int? @ignore']);
    assert.deepEqual(linesAfter(found, 'contract'), ['select BigInt?']);
  });

  it('proves first that nothing is lost, where something may be', () => {
    const text = textOf(proven(rolledOut({ before: shop, after: shop.replace('group String', 'group Int'), version }, lossy)));
    assert.match(text, /CHECK \(CASE WHEN "group" ~ .* END\) NOT VALID;[\s\S]*VALIDATE[\s\S]*ADD COLUMN "group_new" INTEGER;/);
    assert.match(text, /DROP CONSTRAINT "Order_group_fits",\nALTER COLUMN "group" DROP NOT NULL;/);
    const lossless = textOf(
      proven(rolledOut({ before: shop, after: shop.replace('isPaid Boolean @default(false)', 'isPaid Int @default(0)'), version }, lossy)),
    );
    assert.doesNotMatch(lossless, /NOT VALID[\s\S]*ADD COLUMN/);
    assert.match(lossless, /ALTER COLUMN "isPaid" DROP DEFAULT,\nALTER COLUMN "isPaid_new" SET DEFAULT 0;/);
  });

  it('creates the enum that the edit brings before it', () => {
    const before = shop.replace('group String', 'group String @default("A")');
    const after = `${shop.replace('group String', 'group Grade @default(A)')}\nenum Grade {\n  A\n  B\n}\n`;
    const found = proven(rolledOut({ before, after, version }, lossy));
    assert.match(textOf(found), /CREATE TYPE "Grade" AS ENUM \('A', 'B'\);[\s\S]*ADD COLUMN "group_new" "Grade";/);
    assert.equal(found.rest, null);
  });

  it('moves indexes and foreign keys to the second column, under their own names', () => {
    const before = shop.replace('[createdAt])', '[createdAt])\n  @@unique([userId, group])');
    const only = before.replace('group String', 'group String @db.VarChar(40)');
    const text = textOf(proven(rolledOut({ before, after: only, version }, lossy)));
    assert.match(text, /CREATE UNIQUE INDEX CONCURRENTLY "Order_userId_group_key_new" ON "Order"\("userId", "group_new"\)/);
    assert.match(
      text,
      /DROP INDEX "Order_userId_group_key";[\s\S]*ALTER INDEX "Order_userId_group_key_new" RENAME TO "Order_userId_group_key";/,
    );
  });

  it('is refused with the reason where it cannot work', () => {
    const refused = (from: string, to: string, rule: string): string =>
      reason(rolledOut({ before: shop, after: shop.replace(from, to), version }, rule));
    assert.equal(refused('createdAt DateTime @default(now())', 'createdAt Int', lossy), 'nobody can know which INTEGER a value becomes');
    const referred = shop
      .replace('email String?', 'email String @unique')
      .replace('references: [id]', 'references: [email]')
      .replace('userId Int?', 'userId String?');
    const shorter = referred.replace('email String @unique', 'email String @unique @db.VarChar(9)');
    assert.match(reason(rolledOut({ before: referred, after: shorter, version }, lossy)), /^a foreign key refers to "email"$/);
  });
});

function linesAfter({ verified }: ProvenRollout, stage: string): readonly string[] {
  const text = verified.stages.find((one) => one.stage.name === stage)?.schema[0]?.text ?? '';
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('select'));
}
