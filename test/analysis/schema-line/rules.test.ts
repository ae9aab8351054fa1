import assert from 'node:assert/strict';
import { prepare } from '../../../server/src/analysis/analyze';
import { rules } from '../../../server/src/analysis/rules/registry';
import { judgedEdit } from './judged';

const old = `model User {
  id   Int    @id
  name String
}
`;

const risky = old.replace('}', '  status String\n\n  @@index([name])\n}');

function found(after: string, settings: Parameters<typeof judgedEdit>[0]['settings'] = {}): readonly string[] {
  return judgedEdit({ before: old, after, settings }).findings.map(({ rule, severity }) => `${severity} ${rule}`);
}

describe('rules on the lines of a schema', () => {
  before(() => prepare());

  it('have their severities, and those of the settings', () => {
    assert.deepEqual(found(risky), ['error required-column-without-default', 'warning index-blocks-writes']);
    const settings = {
      rules: new Map([
        ['index-blocks-writes', 'information'],
        ['required-column-without-default', 'off'],
      ] as const),
    };
    assert.deepEqual(found(risky, settings), ['information index-blocks-writes']);
  });

  it('exempt tables that only a pending migration creates', () => {
    assert.deepEqual(found(risky, { newTables: new Set(['public.User']) }), []);
  });

  it('exempt tables that the edit itself creates', () => {
    assert.deepEqual(found(old + risky.replace('User', 'Team')), []);
  });

  it('take how Prisma runs a migration from its version', () => {
    const enums = 'enum Role {\n  A\n}\n';
    const user = 'model User {\n  id Int @id\n  role Role @default(A)\n}\n';
    const edit = { before: enums + user, after: enums.replace('A\n', 'A\n  B\n') + user.replace('A)', 'B)') };
    const rulesUnder = (execution: 'one-transaction' | 'per-statement') =>
      judgedEdit({ ...edit, settings: { execution } }).findings.map(({ rule }) => rule);
    assert.deepEqual(rulesUnder('one-transaction'), ['enum-value-used-before-commit']);
    assert.deepEqual(rulesUnder('per-statement'), []);
  });

  it('say nothing there that is about the file of a migration', () => {
    const all = new Map(rules.map(({ id }) => [id, 'warning'] as const));
    const sqlOnly = new Set(rules.filter(({ speaks }) => speaks === 'sql').map(({ id }) => id));
    const many = ['A', 'B', 'C'].map((name) => old.replace('User', name)).join('');
    const after = many.replaceAll('  name String\n', '  name String\n  extra Int @default(autoincrement())\n');
    const { findings } = judgedEdit({ before: many, after, settings: { rules: all } });
    assert.ok(findings.length > 0);
    assert.deepEqual(
      findings.filter(({ rule }) => sqlOnly.has(rule)),
      [],
    );
  });

  it('say nothing of migrations that only a schema can tell', () => {
    assert.deepEqual(
      rules.filter(({ speaks }) => speaks === 'schema').map(({ id }) => id),
      ['client-side-default', 'schema-not-migrated'],
    );
  });

  it('advise in words of the schema', () => {
    const { findings } = judgedEdit({ before: old, after: old.replace('  name String\n', '') });
    assert.match(findings[0]?.help ?? '', /^Mark the field @ignore/);
  });

  it('tell an index that is made anew once, and how both can stand beside each other', () => {
    const before = old.replace('}', '\n  @@index([name])\n}');
    const { findings } = judgedEdit({ before, after: before.replace('[name]', '[name(sort: Desc)]') });
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      ['index-blocks-writes'],
    );
    assert.match(findings[0]?.help ?? '', /another name with map:/);
  });

  it('count what changes as a person does', () => {
    const { changed, changes } = judgedEdit({
      before: old,
      after: `${risky.replace('name String', 'name String? @default("x")')}model Post {\n  id Int @id\n  at DateTime\n\n  @@index([at])\n}\n`,
    });
    assert.ok(changes.length > 3);
    assert.deepEqual(
      changed.map((subject) => JSON.stringify(Object.values(subject))),
      [
        '["column","public.User","status"]',
        '["column","public.User","name"]',
        '["table","public.Post"]',
        '["index","public.User","User_name_idx"]',
      ],
    );
  });

  it('count a field with what is over it alone as one', () => {
    const before = `model User {\n  id Int @id @default(autoincrement())\n  posts Post[]\n}\n
model Post {\n  id Int @id\n  userId Int @unique\n  user User @relation(fields: [userId], references: [id])\n}\n`;
    const counted = (after: string) => judgedEdit({ before, after }).changed.map((subject) => JSON.stringify(Object.values(subject)));
    const gone = before.replace('  posts Post[]\n', '').replace(/ {2}userId.*\n {2}user .*\n/, '');
    assert.deepEqual(counted(gone), ['["column","public.Post","userId"]']);
    const added = before.replace(
      '  user User',
      '  editorId Int?\n  editor User? @relation("E", fields: [editorId], references: [id])\n  user User',
    );
    assert.deepEqual(counted(added.replace('posts Post[]', 'posts Post[]\n  edits Post[] @relation("E")')), [
      '["column","public.Post","editorId"]',
    ]);
    assert.deepEqual(counted(before.replace('Int @id\n', 'BigInt @id\n')), ['["column","public.Post","id"]']);
    assert.deepEqual(counted(before.replace('  id Int @id\n', '  id Int @id\n  slug String? @unique\n  @@index([slug, id])\n')), [
      '["column","public.Post","slug"]',
      '["index","public.Post","Post_slug_id_idx"]',
    ]);
    assert.deepEqual(counted(before.replace(' @unique', '')), ['["index","public.Post","Post_userId_key"]']);
  });
});
