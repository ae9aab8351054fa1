import assert from 'node:assert/strict';
import { DidChangeWorkspaceFoldersNotification, DocumentDiagnosticRequest, FileChangeType } from 'vscode-languageserver/node';
import { trustGranted } from '../../server/src/protocol';
import { createFolder, createProject, init, migration, type ProjectFolder, schema } from './project-folder';
import { messageOf, placed, plainCapabilities, startClient, type TestClient, type TestClientOptions, uri } from './test-client';

const drop = 'ALTER TABLE "User" DROP COLUMN "name";\n';
const pending = migration('20240201000000_drop_name');
const found = ['column-dropped 0:19'];

describe('workspace', () => {
  const open: { readonly folders: ProjectFolder[]; client: TestClient | null } = { folders: [], client: null };

  function folder(made: ProjectFolder): ProjectFolder {
    open.folders.push(made);
    return made;
  }

  async function start(folders: readonly ProjectFolder[], options: Partial<TestClientOptions> = {}): Promise<TestClient> {
    open.client = await startClient({ folders: folders.map(({ path }) => path), ...options });
    return open.client;
  }

  afterEach(async () => {
    await open.client?.dispose();
    open.client = null;
    for (const made of open.folders.splice(0)) made.dispose();
  });

  describe('files on the disk', () => {
    it('sees a migration that is created', async () => {
      const project = folder(createProject());
      const client = await start([project], { capabilities: plainCapabilities });
      await client.open(project.at(migration('20240101000000_init')), init);
      project.write(pending, drop);
      await client.watched({ path: project.at(pending), type: FileChangeType.Created });
      assert.deepEqual(placed(await client.published(project.at(pending), (list) => list.length > 0)), found);
    });

    it('sees a change and a deletion', async () => {
      const project = folder(createProject({ [pending]: drop }));
      const client = await start([project], { capabilities: plainCapabilities });
      await client.published(project.at(pending), (list) => list.length > 0);
      project.write(pending, `\n${drop}`);
      await client.watched({ path: project.at(pending), type: FileChangeType.Changed });
      await client.published(project.at(pending), (list) => placed(list).includes('column-dropped 1:19'));
      project.remove('prisma/migrations/20240201000000_drop_name');
      // Clients report the folder alone.
      await client.watched({ path: project.at('prisma/migrations/20240201000000_drop_name'), type: FileChangeType.Deleted });
      await client.published(project.at(pending), (list) => list.length === 0);
    });

    it('follows a renamed folder, which changes the order too', async () => {
      const create = migration('20240301000000_create_post');
      const index = migration('20240201000000_index_post');
      const project = folder(
        createProject({ [create]: 'CREATE TABLE "Post" ("title" TEXT);\n', [index]: 'CREATE INDEX "i" ON "Post"("title");\n' }),
      );
      const client = await start([project], { capabilities: plainCapabilities });
      await client.published(project.at(index), (list) => placed(list).some((item) => item.startsWith('reference-not-found')));
      project.rename('prisma/migrations/20240201000000_index_post', 'prisma/migrations/20240401000000_index_post');
      await client.watched(
        { path: project.at('prisma/migrations/20240201000000_index_post'), type: FileChangeType.Deleted },
        { path: project.at('prisma/migrations/20240401000000_index_post'), type: FileChangeType.Created },
      );
      await client.published(project.at(index), (list) => list.length === 0);
      // Behind the migration that creates the table it finds it, and the table is as new as the index.
      await client.open(project.at(create), 'CREATE TABLE "Post" ("other" TEXT);\n');
      const renamed = project.at(migration('20240401000000_index_post'));
      await client.published(renamed, (list) => placed(list).some((item) => item.startsWith('reference-not-found')));
    });

    it('keeps the text of an open document, whatever is on the disk', async () => {
      const project = folder(createProject({ [pending]: 'SELECT 1;\n' }));
      const client = await start([project]);
      await client.open(project.at(pending), drop);
      project.write(pending, 'SELECT 2;\n');
      await client.watched({ path: project.at(pending), type: FileChangeType.Changed });
      assert.deepEqual(placed(await client.diagnostics(project.at(pending))), found);
    });

    it('knows a migration that exists in the editor only', async () => {
      const project = folder(createProject());
      const client = await start([project]);
      await client.open(project.at(pending), drop);
      assert.deepEqual(placed(await client.diagnostics(project.at(pending))), found);
    });

    it('reads lockstep.json again', async () => {
      const project = folder(createProject({ [pending]: drop }));
      const client = await start([project], { capabilities: plainCapabilities });
      await client.published(project.at(pending), (list) => list.length > 0);
      project.write('lockstep.json', JSON.stringify({ baseline: '20240101000000_init', rules: { 'column-dropped': 'off' } }));
      await client.watched({ path: project.at('lockstep.json'), type: FileChangeType.Changed });
      await client.published(project.at(pending), (list) => !placed(list).join().includes('column-dropped'));
    });

    it('marks a baseline that is no migration', async () => {
      const project = folder(createProject({ 'lockstep.json': '{\n  "baseline": "20240101000000_innit"\n}\n' }));
      const client = await start([project], { capabilities: plainCapabilities });
      const [problem] = await client.published(project.at('lockstep.json'), (list) => list.length > 0);
      assert.ok(problem);
      assert.deepEqual(placed([problem]), ['invalid-setting 1:14']);
      assert.match(messageOf(problem), /^Line 2: "baseline" is "20240101000000_innit", which is none of the migrations in /);
    });

    it('finds a project that appears later', async () => {
      const project = folder(createFolder({ 'README.md': '' }));
      const client = await start([project], { capabilities: plainCapabilities });
      project.write('lockstep.json', JSON.stringify({ baseline: '20240101000000_init' }));
      project.write('prisma/schema.prisma', schema);
      project.write(migration('20240101000000_init'), init);
      project.write(pending, drop);
      await client.watched({ path: project.at('prisma/schema.prisma'), type: FileChangeType.Created });
      assert.deepEqual(placed(await client.published(project.at(pending), (list) => list.length > 0)), found);
    });

    it('asks the client to watch migrations, projects and the repository', async () => {
      const project = folder(createProject());
      project.git('init', '--initial-branch=main');
      const client = await start([project], { options: { commands: true } });
      await client.status(({ projects }) => projects.length === 1);
      await client.diagnostics(project.at(pending));
      const patterns = client.watchedPatterns().join('\n');
      for (const wanted of ['**/migration.sql', '**/migrations/*', 'lockstep.json', '**/*.prisma', '.git {HEAD'])
        assert.ok(patterns.includes(wanted), wanted);
    });
  });

  describe('repository', () => {
    function repository(): ProjectFolder {
      const project = folder(createProject({ 'lockstep.json': '{}' }));
      project.git('init', '--initial-branch=main');
      project.git('add', '--all');
      project.git('commit', '--message=History');
      return project;
    }

    it('takes what the default branch holds as history', async () => {
      const project = repository();
      project.write(pending, drop);
      const client = await start([project], { options: { commands: true } });
      assert.deepEqual(placed(await client.diagnostics(project.at(pending))), found);
      const { projects } = await client.status((status) => status.projects[0]?.pending === 1);
      assert.equal(projects[0]?.migrations, 2);
      assert.match(projects[0]?.history ?? '', /main/);
    });

    it('follows a commit and a switch of branches', async () => {
      const project = repository();
      project.git('checkout', '-b', 'feature');
      project.write(pending, drop);
      project.git('add', '--all');
      project.git('commit', '--message=Drop');
      const client = await start([project], { capabilities: plainCapabilities });
      await client.published(project.at(pending), (list) => placed(list).join() === found.join());

      project.git('checkout', 'main');
      await client.watched(
        { path: project.at('.git/HEAD'), type: FileChangeType.Changed },
        { path: project.at('prisma/migrations/20240201000000_drop_name'), type: FileChangeType.Deleted },
      );
      await client.published(project.at(pending), (list) => list.length === 0);

      project.git('checkout', 'feature');
      await client.watched({ path: project.at('.git/HEAD'), type: FileChangeType.Changed });
      await client.published(project.at(pending), (list) => list.length > 0);

      // Once it is on the default branch it is history.
      project.git('branch', '--force', 'main', 'feature');
      await client.watched({ path: project.at('.git/refs/heads/main'), type: FileChangeType.Changed });
      await client.published(project.at(pending), (list) => list.length === 0);
    });

    it('does not run git in an untrusted workspace until trust is granted', async () => {
      const project = repository();
      project.git('checkout', '-b', 'feature');
      const client = await start([project], { options: { commands: true, trusted: false } });
      const before = await client.status((status) => status.projects[0]?.migrations === 1);
      assert.equal(before.projects[0]?.pending, 1);
      await client.connection.sendNotification(trustGranted);
      const after = await client.status((status) => status.projects[0]?.pending === 0);
      assert.match(after.projects[0]?.history ?? '', /main/);
    });
  });

  describe('several projects', () => {
    it('keeps two projects of one folder apart', async () => {
      const shop = 'apps/shop/';
      const blog = 'apps/blog/';
      const baseline = JSON.stringify({ baseline: '20240101000000_init' });
      const workspace = folder(
        createFolder({
          [`${shop}lockstep.json`]: baseline,
          [`${shop}prisma/schema.prisma`]: schema,
          [shop + migration('20240101000000_init')]: init,
          [shop + pending]: drop,
          [`${blog}lockstep.json`]: baseline,
          [`${blog}prisma/schema.prisma`]: schema,
          [blog + migration('20240101000000_init')]: 'CREATE TABLE "Post" ("id" INT);\n',
          [blog + pending]: drop,
        }),
      );
      const client = await start([workspace]);
      assert.deepEqual(placed(await client.diagnostics(workspace.at(shop + pending))), found);
      const other = placed(await client.diagnostics(workspace.at(blog + pending)));
      assert.ok(
        other.some((item) => item.startsWith('reference-not-found')),
        other.join(),
      );
    });

    it('tells a problem of a shared lockstep.json once', async () => {
      const workspace = folder(
        createFolder({
          'lockstep.json': '{ "rules": { "column-droped": "off" } }',
          'apps/shop/prisma/schema.prisma': schema,
          [`apps/shop/${pending}`]: 'SELECT 1;\n',
          'apps/blog/prisma/schema.prisma': schema,
          [`apps/blog/${pending}`]: 'SELECT 1;\n',
        }),
      );
      const client = await start([workspace], { options: { commands: true } });
      const { projects } = await client.status((status) => status.projects.length === 2 && status.state === 'ready');
      assert.equal(projects.length, 2);
      assert.equal((await client.diagnostics(workspace.at('lockstep.json'))).length, 1);
    });

    it('takes folders in and lets them go', async () => {
      const first = folder(createProject({ [pending]: drop }));
      const second = folder(createProject({ [pending]: `\n${drop}` }));
      const client = await start([first], { capabilities: { workspace: { workspaceFolders: true } } });
      await client.published(first.at(pending), (list) => list.length > 0);
      await client.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
        event: { added: [{ uri: uri(second.path), name: 'second' }], removed: [{ uri: uri(first.path), name: 'first' }] },
      });
      await client.published(second.at(pending), (list) => placed(list).join() === 'column-dropped 1:19');
      await client.published(first.at(pending), (list) => list.length === 0);
    });

    it('analyses nothing in a folder where it is disabled', async () => {
      const project = folder(createProject({ [pending]: drop }));
      const client = await start([project], { settings: { enable: false } });
      assert.deepEqual(await client.diagnostics(project.at(pending)), []);
    });

    it('does not adopt a migration of such a folder', async () => {
      const project = folder(createProject({ [pending]: drop }));
      const client = await start([project], { settings: { enable: false } });
      await client.open(project.at(pending), drop);
      // The second question comes when the opening is through.
      for (let times = 0; times < 2; times++) assert.equal(await client.hover(project.at(pending), { line: 0, character: 0 }), null);
    });

    it('asks for the settings of a folder by its URI', async () => {
      const project = folder(createProject());
      const client = await start([project]);
      await client.diagnostics(project.at(pending));
      assert.deepEqual(client.settingsAsked(), [uri(project.path)]);
    });

    it('keeps an adopted migration when projects are looked for again', async () => {
      const inside = folder(createProject());
      const outside = folder(createProject({ [pending]: drop }));
      const client = await start([inside], { capabilities: plainCapabilities });
      await client.open(outside.at(pending), drop);
      await client.published(outside.at(pending), (list) => list.length > 0);
      inside.write('lockstep.json', '{ "rulez": {} }');
      await client.watched({ path: inside.at('lockstep.json'), type: FileChangeType.Changed });
      await client.published(inside.at('lockstep.json'), (list) => list.length > 0);
      assert.notEqual(await client.hover(outside.at(pending), { line: 0, character: 0 }), null);
    });

    it('adopts a migration that is opened from outside the workspace', async () => {
      const inside = folder(createFolder({}));
      const outside = folder(createProject({ [pending]: drop }));
      const client = await start([inside]);
      await client.open(outside.at(pending), drop);
      await client.hover(outside.at(pending), { line: 0, character: 0 });
      assert.deepEqual(placed(await client.diagnostics(outside.at(pending))), found);
    });

    it('says plainly which projects it cannot analyse', async () => {
      const project = folder(createProject({ 'prisma/migrations/migration_lock.toml': 'provider = "mysql"\n', [pending]: drop }));
      const client = await start([project], { options: { commands: true } });
      const { projects } = await client.status((status) => status.projects.length === 1);
      assert.match(projects[0]?.unsupported ?? '', /MySQL/);
      assert.deepEqual(await client.diagnostics(project.at(pending)), []);
    });
  });

  it('counts what was read and what was not, then is ready', async () => {
    const project = folder(createProject({ [pending]: `DO $$ BEGIN EXECUTE 'DROP TABLE ' || current_user; END $$;\n${drop}` }));
    const client = await start([project], { options: { commands: true } });
    const { projects } = await client.status(
      ({ state, projects: [first] }) => state === 'ready' && first !== undefined && first.statements > 0,
    );
    const [status] = projects;
    assert.equal(status?.migrations, 2);
    assert.equal(status?.pending, 1);
    assert.equal(status?.statements, 3);
    assert.equal(status?.unanalysed, 1);
    assert.ok((status?.findings.error ?? 0) >= 1);
    assert.equal(status?.prismaVersion, '7.2.0');
    assert.match(status?.serverVersion ?? '', /PostgreSQL 15/);
  });

  it('uses the version of the editor where lockstep.json names none', async () => {
    const project = folder(createProject({ [pending]: drop }));
    const client = await start([project], { options: { commands: true }, settings: { postgresql: { version: 17 } } });
    const { projects } = await client.status((status) => status.projects.length === 1);
    assert.equal(projects[0]?.serverVersion, 'PostgreSQL 17');
  });

  it('ends a question that the client takes back', async () => {
    const project = folder(createProject({ [pending]: drop }));
    const client = await start([project]);
    const { CancellationTokenSource } = await import('vscode-languageserver/node');
    const source = new CancellationTokenSource();
    const asking = client.connection.sendRequest(
      DocumentDiagnosticRequest.type,
      { textDocument: { uri: uri(project.at(pending)) } },
      source.token,
    );
    source.cancel();
    await asking.then(
      () => undefined,
      (error: unknown) => assert.match(String(error), /cancel/i),
    );
    assert.deepEqual(placed(await client.diagnostics(project.at(pending))), found);
  });

  it('survives files that vanish while it reads', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `202402${String(index + 10)}000000_m`);
    const project = folder(createProject(Object.fromEntries(names.map((name) => [migration(name), 'SELECT 1;\n']))));
    const client = await start([project]);
    project.remove('prisma/migrations/20240220000000_m');
    project.write(pending, drop);
    await client.watched({ path: project.at('prisma/migrations'), type: FileChangeType.Changed });
    project.remove('prisma/migrations/20240221000000_m');
    assert.deepEqual(placed(await client.diagnostics(project.at(pending))), found);
  });
});
