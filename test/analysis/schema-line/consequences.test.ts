import assert from 'node:assert/strict';
import { prepare } from '../../../server/src/analysis/analyze';
import { judgedEdit, placed } from './judged';

const old = `model Team {
  id    Int    @id @default(autoincrement())
  users User[]
}

model User {
  id        Int    @id @default(autoincrement())
  userEmail String @unique
  teamId    Int
  team      Team   @relation(fields: [teamId], references: [id])
  posts     Post[]
}

model Post {
  id     Int    @id @default(autoincrement())
  text   String
  userId Int
  user   User   @relation(fields: [userId], references: [id])

  @@index([userId])
}
`;

function found(after: string): readonly string[] {
  return placed(judgedEdit({ before: old, after }));
}

describe('the work that comes of a rename', () => {
  before(() => prepare());

  it('is not told beside it: the index of the column; that it may fail is', () => {
    assert.deepEqual(found(old.replace('userEmail String', 'email String')), [
      '8: email String @unique: possible-rename',
      '8: email String @unique: required-column-without-default',
    ]);
  });

  it('is not told beside it: the foreign key of the column', () => {
    const after = old.replaceAll('userId', 'ownerUserId');
    assert.deepEqual(found(after), ['17: ownerUserId Int: possible-rename', '17: ownerUserId Int: required-column-without-default']);
  });

  it('is not told beside it: foreign keys of other models to the table', () => {
    const after = old.replaceAll(/\bUser\b/g, 'Person');
    assert.deepEqual(found(after), ['6: Person: possible-rename']);
  });

  it('is told where the rename is suppressed', () => {
    const after = old.replace('  userEmail String', '  // lockstep-ignore possible-rename: another address\n  email String');
    assert.deepEqual(found(after), ['9: email String @unique: required-column-without-default', '9: @unique: index-blocks-writes']);
  });

  it('is told of what else is edited', () => {
    const after = old.replace('userEmail String', 'email String').replace('  text   String', '  text   String\n  rating Int');
    assert.deepEqual(found(after.replace('@@index([userId])', '@@index([userId, rating])')), [
      '8: email String @unique: possible-rename',
      '8: email String @unique: required-column-without-default',
      '17: rating Int: required-column-without-default',
      '21: @@index([userId, rating]): index-blocks-writes',
    ]);
  });
});
