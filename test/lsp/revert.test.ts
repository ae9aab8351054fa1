import assert from 'node:assert/strict';
import { type MigrationsResult, migrationsRequest, type RevertParams, type RevertResult, revertRequest } from '../../server/src/protocol';
import { createProject, migration, type ProjectFolder, schema } from './project-folder';
import { startClient, type TestClient, uri } from './test-client';

const note = migration('20250101000000_add_user_note');
const text = 'ALTER TABLE "User" ADD COLUMN "note" TEXT;\n';

describe('reverts in the editor', () => {
  let project: ProjectFolder;
  let client: TestClient;

  async function start(files: Readonly<Record<string, string>>): Promise<void> {
    project = createProject(files);
    client = await startClient({ folders: [project.path] });
  }

  afterEach(async () => {
    await client.dispose();
    project.dispose();
  });

  const revert = (file: string, values: RevertParams['values'] = []): Promise<RevertResult> =>
    client.connection.sendRequest(revertRequest, { uri: uri(project.at(file)), values } satisfies RevertParams);

  it('are one edit that creates the migration, with what it takes away', async () => {
    await start({ [note]: text });
    const { problem, edit, notes, asks } = await revert(note);
    assert.deepEqual([problem, asks], [null, []]);
    assert.equal(edit?.label, 'Revert 20250101000000_add_user_note');
    const [first] = edit?.creates ?? [];
    const written = (edit?.creates ?? []).map((one) => one.text).join('');
    assert.match(first?.uri ?? '', /\/\d{14}_revert_add_user_note/);
    assert.match(
      first?.text ?? '',
      /^-- Reverts 20250101000000_add_user_note\.\n-- Drops "User"\."note" behind a copy of what it holds\.\n/,
    );
    assert.match(written, /DROP COLUMN "note"/);
    assert.equal(notes[0], 'Drops "User"."note" behind a copy of what it holds.');
  });

  it('see what is typed and not saved, and say what is in the way', async () => {
    const later = migration('20250102000000_index_user_note');
    await start({ [note]: text, [later]: '-- nothing yet\n' });
    await client.open(project.at(later), 'CREATE INDEX "User_note_idx" ON "User"("note");\n');
    const { problem } = await revert(note);
    assert.match(
      problem ?? '',
      /^20250101000000_add_user_note is not reverted: 20250102000000_index_user_note has built on it: .* Revert 20250102000000_index_user_note first\.$/,
    );
  });

  it('take the schema back in the same edit', async () => {
    const schemaFile = 'prisma/schema.prisma';
    const noted = schema.replace('  name  String?\n', '  name  String?\n  note  String?\n');
    await start({ [note]: text, [schemaFile]: schema });
    await client.open(project.at(schemaFile), noted, 4);
    const { edit, notes } = await revert(note);
    const [change, ...others] = edit?.changes ?? [];
    assert.deepEqual(others, []);
    assert.deepEqual([change?.uri, change?.version, change?.text], [uri(project.at(schemaFile)), 4, '']);
    assert.ok(!notes.some((one) => one.startsWith('The schema has to go back')));
  });

  it('ask what rows get in a required column that comes back', async () => {
    const drop = migration('20250101000000_drop_user_email');
    await start({ [drop]: 'ALTER TABLE "User" DROP COLUMN "email";\n' });
    const { asks, problem } = await revert(drop);
    assert.equal(asks[0]?.column, 'email');
    const given = await revert(drop, [{ table: 'public.User', column: 'email', sql: '"id"::text' }]);
    assert.equal(given.problem, null, `${problem}`);
    assert.match((given.edit?.creates ?? []).map((one) => one.text).join(''), /UPDATE "User" SET "email" = "id"::text/);
  });

  it('list the migrations, newest first', async () => {
    await start({ [note]: text });
    const { migrations }: MigrationsResult = await client.connection.sendRequest(migrationsRequest, { uri: null });
    assert.deepEqual(migrations[0], { name: '20250101000000_add_user_note', uri: uri(project.at(note)), state: migrations[0]?.state });
    assert.ok(migrations.length > 1);
  });
});
