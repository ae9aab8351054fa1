import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import {
  type ClientCapabilities,
  type CodeAction,
  ShowMessageNotification,
  type ShowMessageParams,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type CreateMigrationsResult, createMigrationsRequest } from '../../server/src/protocol';
import { createProject, init, migration, type ProjectFolder, schema } from './project-folder';
import { fullCapabilities, startClient, type TestClient, uri } from './test-client';

const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

const index = 'CREATE INDEX "User_name_idx" ON "User"("name");\n';
const pending = migration('20250101000000_add_user_note');

/** What hand-written SQL is split into. The purposes above the statements are the plans' pages' business. */
const splits = [
  {
    name: 'move VALIDATE into a migration of its own',
    history: 'CREATE TABLE "Order" ("id" SERIAL PRIMARY KEY, "total" INTEGER NOT NULL);\n',
    text: 'ALTER TABLE "Order" ADD CONSTRAINT "c" CHECK ("total" >= 0) NOT VALID;\nALTER TABLE "Order" VALIDATE CONSTRAINT "c";\n',
    title: 'Validate the constraint in a migration of its own (1 new migration)',
    written: {
      add_user_note: 'ALTER TABLE "Order" ADD CONSTRAINT "c" CHECK ("total" >= 0) NOT VALID;\n',
      add_user_note_validate_c: 'ALTER TABLE "Order" VALIDATE CONSTRAINT "c";\n',
    },
  },
  {
    name: 'add the value of an enum before the migration that uses it',
    history: `CREATE TYPE "Role" AS ENUM ('USER');\nCREATE TABLE "User" ("id" INTEGER PRIMARY KEY, "role" "Role" NOT NULL);\n`,
    text: `ALTER TYPE "Role" ADD VALUE 'GUEST';\nALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'GUEST';\n`,
    title: 'Add "GUEST" in a migration of its own, before the use (1 new migration)',
    written: {
      add_user_note: `ALTER TYPE "Role" ADD VALUE IF NOT EXISTS 'GUEST';\n`,
      add_user_note_rest: `ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'GUEST';\n`,
    },
  },
  {
    name: 'split several dangerous statements into a sequence',
    history:
      'CREATE TABLE "Order" ("id" INTEGER PRIMARY KEY);\nCREATE MATERIALIZED VIEW "Totals" AS SELECT count(*) AS "n" FROM "Order";\n',
    text: 'ALTER TABLE "Order" ADD COLUMN "note" TEXT;\nREFRESH MATERIALIZED VIEW "Totals";\n',
    title: 'Split the file: what takes long, or refuses a transaction, in a migration of its own (1 new migration)',
    written: {
      add_user_note: 'ALTER TABLE "Order" ADD COLUMN "note" TEXT;\n',
      add_user_note_refresh_materialized_view: 'REFRESH MATERIALIZED VIEW "Totals";\n',
    },
  },
  {
    name: 'set a lock timeout',
    history: 'CREATE TABLE "User" ("id" INTEGER PRIMARY KEY, "name" TEXT);\n',
    text: `ALTER TABLE "User" ADD COLUMN "phone" TEXT;\nALTER TABLE "User" ALTER COLUMN "name" SET DEFAULT '';\n`,
    title: 'Give up after 5s of waiting for a lock: SET lock_timeout (in this file)',
    written: {
      add_user_note: `SET lock_timeout = '5s';\nALTER TABLE "User" ADD COLUMN "phone" TEXT;\nALTER TABLE "User" ALTER COLUMN "name" SET DEFAULT '';\nRESET lock_timeout;\n`,
    },
  },
] as const;

describe('plans in the editor', () => {
  let project: ProjectFolder;
  let client: TestClient;

  async function start(files: Readonly<Record<string, string>>, capabilities: ClientCapabilities = fullCapabilities): Promise<void> {
    project = createProject(files);
    client = await startClient({ folders: [project.path], capabilities });
  }

  afterEach(async () => {
    await client.dispose();
    project.dispose();
  });

  async function plansFor(file: string): Promise<readonly CodeAction[]> {
    await client.diagnostics(project.at(file));
    const actions = await client.actions(project.at(file), whole);
    return actions.filter(({ title }) => /migrations?\b.*\)$|in this file\)$|as \d+ migration/.test(title));
  }

  /** Carries the edit out on the disk. The files that are there afterwards by the name of their folder. */
  function apply(edit: WorkspaceEdit | undefined): readonly string[] {
    const texts = new Map<string, string>();
    for (const change of edit?.documentChanges ?? []) {
      if ('kind' in change) {
        assert.ok(change.kind === 'create');
        assert.deepEqual(change.options, { overwrite: false, ignoreIfExists: false });
        texts.set(change.uri, '');
        continue;
      }
      const known = texts.get(change.textDocument.uri) ?? project.read(fileURLToPath(change.textDocument.uri));
      const document = TextDocument.create(change.textDocument.uri, 'sql', 1, known);
      texts.set(
        change.textDocument.uri,
        TextDocument.applyEdits(
          document,
          change.edits.flatMap((one) => ('newText' in one ? one : [])),
        ),
      );
    }
    return [...texts].map(([target, text]) => {
      const file = fileURLToPath(target).slice(project.path.length + 1);
      project.write(file, text);
      return file;
    });
  }

  it('take an index out of its migration into one of its own', async () => {
    await start({ [pending]: `ALTER TABLE "User" ADD COLUMN "note" TEXT;\n\n-- People are looked up by name.\n${index}` });
    const [action, ...others] = await plansFor(pending);
    assert.deepEqual(others, []);
    assert.equal(action?.title, 'Build the index without blocking writes: CONCURRENTLY, alone in its migration (1 new migration)');
    assert.equal(action.isPreferred, true);
    assert.equal(action.edit, undefined);
    const [first, second, ...rest] = apply((await client.resolve(action)).edit);
    assert.deepEqual(rest, []);
    assert.equal(first, pending);
    assert.equal(project.read(project.at(pending)), 'ALTER TABLE "User" ADD COLUMN "note" TEXT;\n');
    assert.match(second ?? '', /^prisma\/migrations\/20\d{12}_add_user_note_index_user_name\/migration\.sql$/);
    assert.match(
      project.read(project.at(second ?? '')),
      /\n\n-- People are looked up by name\.\nCREATE INDEX CONCURRENTLY "User_name_idx" ON "User"\("name"\);\n$/,
    );
  });

  it('move a change of many rows into a backfill beside the migrations', async () => {
    await start({ [pending]: `UPDATE "User" SET "name" = 'nobody' WHERE "name" IS NULL;\n` });
    const [action] = await plansFor(pending);
    assert.equal(action?.title, 'Change the rows in batches: the first 1000 in the migration, the others by a backfill (in this file)');
    assert.deepEqual(apply((await client.resolve(action)).edit), [pending, 'prisma/backfills/change_user_name.backfill.json']);
    assert.deepEqual(JSON.parse(project.read(project.at('prisma/backfills/change_user_name.backfill.json'))), {
      table: { schema: 'public', name: 'User' },
      set: { name: "'nobody'" },
      where: '"name" IS NULL',
    });
  });

  it('write into the migration itself what it is the only statement of', async () => {
    await start({ [pending]: index });
    const [action] = await plansFor(pending);
    assert.match(action?.title ?? '', /\(in this file\)$/);
    assert.ok(action);
    assert.deepEqual(apply((await client.resolve(action)).edit), [pending]);
    assert.match(project.read(project.at(pending)), /\nCREATE INDEX CONCURRENTLY "User_name_idx"/);
  });

  for (const { name, history, text, title, written } of splits) {
    it(`${name}, through the server`, async () => {
      await start({
        'lockstep.json': JSON.stringify({ baseline: '20240101000000_init', rules: { 'missing-lock-timeout': 'warning' } }),
        [migration('20240101000000_init')]: history,
        [pending]: text,
      });
      const action = (await plansFor(pending)).find((one) => one.title.startsWith(title));
      assert.ok(action, title);
      const files = apply((await client.resolve(action)).edit);
      assert.deepEqual(
        Object.fromEntries(
          files.map((file) => [file.replace(/^.*\/\d{14}_|\/migration\.sql$/g, ''), withoutComments(project.read(project.at(file)))]),
        ),
        written,
      );
    });
  }

  it('come behind the newest migration, and are not offered where that one needs the statement', async () => {
    const later = migration('29990101000000_add_user_age');
    await start({
      [pending]: `ALTER TABLE "User" ADD COLUMN "note" TEXT;\n${index}`,
      [later]: 'ALTER TABLE "User" ADD COLUMN "age" INTEGER;\n',
    });
    const [action] = await plansFor(pending);
    assert.ok(action);
    const files = apply((await client.resolve(action)).edit);
    assert.equal(files[1], migration('29990101000001_add_user_note_index_user_name'));
    project.write(pending, `ALTER TABLE "User" ADD COLUMN "note" TEXT;\n${index}`);
    project.remove(files[1] ?? '');
    project.write(later, 'ALTER INDEX "User_name_idx" RENAME TO "by_name";\n');
    client.watched(
      { path: project.at(pending), type: 2 },
      { path: project.at(later), type: 2 },
      { path: project.at(files[1] ?? ''), type: 3 },
    );
    assert.deepEqual(await plansFor(pending), []);
  });

  it('are computed again from the text of the moment, where they still say the same', async () => {
    await start({ [pending]: index });
    await client.open(project.at(pending), index, 1);
    const [action] = await plansFor(pending);
    assert.ok(action);
    await client.change(project.at(pending), 2, { text: `-- another line\n${index}` });
    const { edit } = await client.resolve(action);
    const [change] = edit?.documentChanges ?? [];
    assert.ok(change !== undefined && 'textDocument' in change);
    assert.equal(change.textDocument.version, 2);
  });

  it('are refused with the reason where what they are about is gone, or would be another thing', async () => {
    await start({ [pending]: index });
    await client.open(project.at(pending), index, 1);
    const messages: string[] = [];
    client.connection.onNotification(ShowMessageNotification.method, ({ message }: ShowMessageParams) => void messages.push(message));
    const [action] = await plansFor(pending);
    assert.ok(action);
    await client.change(project.at(pending), 2, { text: 'ALTER TABLE "User" ADD COLUMN "note" TEXT;\n' });
    assert.equal((await client.resolve(action)).edit, undefined);
    await client.change(project.at(pending), 3, { text: `ALTER TABLE "User" ADD COLUMN "note" TEXT;\n${index}` });
    assert.equal((await client.resolve(action)).edit, undefined);
    assert.equal(messages.length, 2);
    assert.match(messages[0] ?? '', /^The text has changed since "Build the index .*" was offered\. Nothing was written\.$/);
  });

  it('say what they are to a client that shows it', async () => {
    const { workspace, ...capabilities } = fullCapabilities;
    const workspaceEdit = { ...workspace?.workspaceEdit, changeAnnotationSupport: {} };
    await start(
      { [pending]: `ALTER TABLE "User" ADD COLUMN "note" TEXT;\n${index}` },
      { ...capabilities, workspace: { ...workspace, workspaceEdit } },
    );
    const [action] = await plansFor(pending);
    const { edit } = await client.resolve(action ?? assert.fail());
    assert.deepEqual(edit?.changeAnnotations, { lockstep: { label: action?.title, needsConfirmation: false } });
    for (const change of edit?.documentChanges ?? []) {
      const told = 'kind' in change ? [change] : change.edits;
      assert.ok(told.every((one) => 'annotationId' in one && one.annotationId === 'lockstep'));
    }
  });

  it('are left out for a client that creates no files', async () => {
    const { workspace, ...capabilities } = fullCapabilities;
    await start({ [pending]: index }, { ...capabilities, workspace: { ...workspace, workspaceEdit: { documentChanges: true } } });
    assert.deepEqual(await plansFor(pending), []);
  });

  it('write the whole edit of a schema', async () => {
    const file = 'prisma/schema.prisma';
    await start({ [file]: schema.replace('  name  String?\n', '  name  String?\n  age   Int?\n\n  @@index([name])\n') });
    const [action] = await plansFor(file);
    assert.equal(action?.title, 'Write the whole edit as 2 migrations that block nobody');
    const files = apply((await client.resolve(action)).edit);
    assert.equal(files.length, 2);
    assert.match(files[0] ?? '', /^prisma\/migrations\/20\d{12}_change_user\/migration\.sql$/);
    assert.match(files[1] ?? '', /^prisma\/migrations\/20\d{12}_change_user_index_user_name\/migration\.sql$/);
    assert.match(project.read(project.at(files[0] ?? '')), /\nALTER TABLE "User" ADD COLUMN {5}"age" INTEGER;\n$/);
  });

  it('rename a field in the database, where a person says so also one with another name and another default', async () => {
    const file = 'prisma/schema.prisma';
    await start({ [file]: schema.replace('  name  String?\n', '  fullName String?\n') });
    const titles = (await plansFor(file)).map(({ title }) => title);
    assert.deepEqual(titles, ['Rename "name" to "fullName" in place of dropping it: its data stays (the whole edit: 1 migration)']);
    await client.open(project.at(file), schema.replace('  name  String?\n', '  caption String @default("")\n'));
    const [action, ...others] = await plansFor(file);
    assert.match(
      action?.title ?? '',
      /^Rename "name" to "caption" in place of dropping it: its data stays \(the whole edit: 4 migrations\)$/,
    );
    assert.deepEqual(
      others.map(({ title }) => title),
      ['Keep a copy of "name" in the schema "lockstep", then drop it (the whole edit: 2 migrations)'],
    );
    const files = apply((await client.resolve(action ?? assert.fail())).edit);
    assert.match(project.read(project.at(files[0] ?? '')), /RENAME COLUMN "name" TO "caption";/);
  });

  it('answer the command with the files under the name that was typed, or with the reason why there are none', async () => {
    const file = 'prisma/schema.prisma';
    await start({ [file]: schema.replace('  name  String?\n', '  name  String?\n\n  @@index([name])\n') });
    const ask = (name: string | null): Promise<CreateMigrationsResult> =>
      client.connection.sendRequest(createMigrationsRequest, { uri: uri(project.at(file)), name });
    const { problem, suggestion, files } = await ask('Look up people');
    assert.equal(problem, null);
    assert.equal(suggestion, 'change_user');
    assert.deepEqual(
      files.map((one) => /migrations\/\d{14}_(.*)\/migration\.sql$/.exec(one.uri)?.[1]),
      ['look_up_people'],
    );
    await client.open(project.at(file), schema);
    assert.match((await ask(null)).problem ?? '', /nothing to write/);
    await client.change(project.at(file), 2, { text: schema.replace('  name  String?\n', '') });
    const dropped = await ask(null);
    assert.equal(dropped.problem, null);
    assert.match(dropped.files[0]?.text ?? '', /^-- Copies "name" of "User" to "lockstep"\."User_name_\d{14}", and drops it\.\n/);
  });

  it('refuse by the command what rests on a guess, and offer it where a person sees what it is', async () => {
    const file = 'prisma/schema.prisma';
    const edited = `enum Role {\n  USER\n}\n\n${schema.replace('  name  String?\n', '  name  String?\n  role  Role    @default(USER)\n')}`;
    const enums =
      'CREATE TYPE "Role" AS ENUM (\'USER\', \'GUEST\');\nALTER TABLE "User" ADD COLUMN "role" "Role" NOT NULL DEFAULT \'USER\';\n';
    await start({ [file]: edited, [migration('20240101000000_init')]: `${init}${enums}` });
    const { problem }: CreateMigrationsResult = await client.connection.sendRequest(createMigrationsRequest, {
      uri: uri(project.at(file)),
      name: null,
    });
    assert.match(problem ?? '', /^There is no safe migration for this: Removing/);
    const titles = (await plansFor(file)).map(({ title }) => title);
    const title = `Remove "GUEST", give its rows 'USER': rewrites "User" while nobody can use it (the whole edit: 1 migration)`;
    assert.deepEqual([...new Set(titles)], [title]);
  });

  it('offer nothing for what is history', async () => {
    await start({ [migration('20240101000000_init')]: `${init}${index}` });
    assert.deepEqual(await plansFor(migration('20240101000000_init')), []);
  });
});

function withoutComments(text: string): string {
  return text.replace(/^--.*\n|^\n/gm, '');
}
