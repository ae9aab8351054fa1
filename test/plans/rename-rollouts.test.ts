import { strict as assert } from 'node:assert';
import { prepare } from '../../server/src/analysis/analyze';
import { shop } from './cases';
import { type ProvenRollout, proven, reason, rolledOut, textOf } from './rolled-out';

const rule = 'possible-rename';

before(async () => {
  await prepare();
});

describe('the rollout of a renamed column', () => {
  it('leads from the old field to the new one, with what is over them', () => {
    const before = shop.replace('[createdAt])', '[createdAt])\n  @@unique([userId, group])');
    const after = before.replaceAll('userId', 'user_id');
    const found = proven(rolledOut({ before, after, version: 15 }, rule));
    assert.deepEqual(namesOf(found), ['expand', 'backfill', 'change', 'release', 'contract']);
    assert.deepEqual(linesAfter(found, 'expand', /user_?id/i), [
      'user_id Int? @ignore',
      'userId Int?',
      'user User? @relation(fields: [userId], references: [id])',
      '@@unique([userId, group])',
    ]);
    assert.deepEqual(linesAfter(found, 'change', /user_?id/i), [
      'user_id Int?',
      'userId Int? @ignore',
      'user User? @relation(fields: [user_id], references: [id])',
      '@@unique([userId, group])',
      '@@unique([user_id, group])',
    ]);
    assert.deepEqual(linesAfter(found, 'contract', /userId/), []);
    assert.equal(found.rest, null);
  });

  it('keeps the attributes of the field', () => {
    const before = shop.replace('group String', 'group String @default("a") @db.VarChar(9) @unique');
    const found = proven(rolledOut({ before, after: before.replace('group String', 'groupName String'), version: 15 }, rule));
    assert.deepEqual(linesAfter(found, 'expand', /group/), [
      'groupName String? @db.VarChar(9) @ignore',
      'group String @default("a") @db.VarChar(9) @unique',
    ]);
    assert.deepEqual(linesAfter(found, 'change', /group/), [
      'groupName String @default("a") @db.VarChar(9) @unique',
      'group String? @default("a") @db.VarChar(9) @unique @ignore',
    ]);
  });

  it('leaves other changes of the edit alone', () => {
    const after = shop
      .replace('createdAt DateTime', 'created DateTime')
      .replace('[createdAt]', '[created]')
      .replace('  select', '  extra String?\n  select');
    const found = proven(rolledOut({ before: shop, after, version: 15 }, rule));
    assert.match(found.rest ?? '', /ADD COLUMN {5}"extra" TEXT;/);
    assert.doesNotMatch(found.rest ?? '', /creat/);
  });

  it('is refused with the reason where it cannot work', () => {
    const refused = (before: string, from: string, to: string): string =>
      reason(rolledOut({ before, after: before.replaceAll(from, to), version: 15 }, rule));
    assert.match(
      refused(shop, 'id Int @id @default(autoincrement())\n  userId', 'orderId Int @id @default(autoincrement())\n  userId'),
      /^the constraint "Order_pkey" is over it$/,
    );
    const other = shop.replace('email String?', 'email String? @default("x")');
    assert.match(refused(other, 'email String?', 'e_mail String?'), /^it has a default and may be NULL/);
    const referred = shop
      .replace('email String?', 'email String @unique')
      .replace('references: [id]', 'references: [email]')
      .replace('userId Int?', 'userId String?');
    assert.match(
      reason(rolledOut({ before: referred, after: referred.replaceAll('email', 'e_mail'), version: 15 }, rule)),
      /^a foreign key refers to "email"$/,
    );
    const json = shop.replace('email String?', 'meta Json? @db.Json');
    assert.match(refused(json, 'meta Json', 'metaData Json'), /^values of its type cannot be compared$/);
    const mapped = shop.replace('email String?', 'email String? @map("e_mail")');
    assert.equal(reason(rolledOut({ before: mapped, after: shop, version: 15 }, rule)), 'the field keeps its name');
  });
});

describe('the rollout of a renamed table', () => {
  it('keeps a view of the old names', () => {
    const before = shop.replace('email String?', 'email String?\n  lastSeen DateTime?');
    const after = before.replace('@@map("user")', '@@map("Users")').replace('lastSeen', 'last_seen');
    const found = proven(rolledOut({ before, after, version: 15 }, rule));
    assert.deepEqual(namesOf(found), ['expand', 'release', 'contract']);
    assert.match(textOf(found), /CREATE VIEW "user" AS SELECT "id", "email", "last_seen" AS "lastSeen" FROM "Users";\nCOMMIT;/);
    assert.match(textOf(found), /DROP VIEW IF EXISTS "user";/);
  });

  it('is refused where a column becomes required with it', () => {
    const after = shop.replace('@@map("user")', '@@map("Users")').replace('email String?', 'email String');
    assert.equal(
      reason(rolledOut({ before: shop, after, version: 15 }, rule)),
      'a column becomes required with it: make it required in a migration of its own',
    );
  });
});

function namesOf({ verified }: ProvenRollout): readonly string[] {
  return verified.stages.map(({ stage }) => stage.name);
}

/** The lines of the model after a stage. */
function linesAfter({ verified }: ProvenRollout, stage: string, pattern: RegExp): readonly string[] {
  const text = verified.stages.find((one) => one.stage.name === stage)?.schema[0]?.text ?? '';
  return text
    .slice(text.indexOf('model Order'))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => pattern.test(line));
}
