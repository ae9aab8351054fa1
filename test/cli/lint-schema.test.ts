import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addFiles, folderWith, migrations, postgresLock, postgresSchema } from '../project/folders';
import { repositoryWith } from '../project/git-repository';
import { init, linted, missing, schema, schemaPath, user, withStatus } from './linted';
import { lockstep, root } from './run';

function shop(text: string, files: Readonly<Record<string, string>> = {}): string {
  return folderWith({
    '.git/HEAD': '',
    'lockstep.json': '{ "baseline": "1_init" }',
    [schemaPath]: text,
    'prisma/migrations/migration_lock.toml': postgresLock,
    ...migrations('prisma/migrations', { '1_init': init }),
    ...files,
  });
}

describe('lockstep lint of a schema', () => {
  it('reports what the schema changes and no migration has yet', async () => {
    const { code, stdout, stderr } = await lockstep(['lint'], { cwd: shop(withStatus) });
    assert.deepEqual([code, stderr], [1, '']);
    assert.match(stdout, /^prisma\/schema\.prisma\n/);
    assert.match(stdout, /\n {2}7:3 {2}error {2,}.*`User\.status`.* {3}required-column-without-default\n/);
    assert.match(
      stdout,
      /\n1 error, 0 warnings.* in 0 pending migrations and 1 schema change \(1 up to the baseline, 0 statements not analysed\)/,
    );
  });

  it('does not mention a schema that the migrations cover', async () => {
    const { code, stdout, stderr } = await lockstep(['lint', '--all'], { cwd: shop(schema) });
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^0 errors, 0 warnings in 1 migration \(0 statements not analysed\) · /);
    assert.deepEqual((await linted(shop(schema))).files, []);
  });

  it('counts the statements that Prisma would write, and says where the migrations have the table', async () => {
    const { files, summary } = await linted(shop(withStatus));
    const [file] = files;
    assert.ok(file);
    assert.deepEqual([files.length, file.path, file.statements, file.unanalysed], [1, schemaPath, 1, 0]);
    assert.equal(summary.files, 1);
    const finding = file.findings.find(({ rule }) => rule === 'required-column-without-default');
    assert.deepEqual(finding?.range.start, { line: 6, character: 2 });
    assert.deepEqual(finding.related, [
      {
        path: 'prisma/migrations/1_init/migration.sql',
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: init.indexOf(';') } },
        message: 'Defined by 1_init.',
      },
    ]);
  });

  for (const path of ['.', 'prisma', schemaPath, 'prisma/migrations']) {
    it(`belongs to "${path}"`, async () => {
      assert.ok((await linted(shop(withStatus), [path])).rules.includes(missing));
    });
  }

  it('is left out where one migration is named', async () => {
    assert.deepEqual((await linted(shop(withStatus), ['prisma/migrations/1_init'])).rules, []);
  });

  it('says each hazard once: what a pending migration has is judged there', async () => {
    const cwd = shop(
      withStatus,
      migrations('prisma/migrations', { '2_status': 'ALTER TABLE "User" ADD COLUMN "status" TEXT NOT NULL;\n' }),
    );
    const { rules } = await linted(cwd);
    assert.deepEqual(
      rules.filter((line) => line.endsWith('required-column-without-default')),
      ['prisma/migrations/2_status/migration.sql required-column-without-default'],
    );
    assert.ok(!rules.some((line) => line.startsWith(schemaPath)));
  });

  it('stands in every format', async () => {
    for (const format of ['sarif', 'github', 'gitlab', 'markdown']) {
      const { stdout } = await lockstep(['lint', '--format', format], { cwd: shop(withStatus) });
      assert.match(
        stdout,
        /prisma\/schema\.prisma[\s\S]*required-column-without-default|required-column-without-default[\s\S]*prisma\/schema\.prisma/,
        format,
      );
    }
    const { stdout } = await lockstep(['lint', '--format', 'markdown'], { cwd: shop(withStatus) });
    assert.match(stdout, / in 0 pending migrations and 1 schema change, 0 statements not analysed\.\n/);
  });

  it('finds the same with its cache', async () => {
    const cwd = shop(withStatus);
    mkdirSync(join(cwd, 'node_modules'));
    const first = await linted(cwd);
    assert.ok(first.rules.includes(missing));
    assert.deepEqual(await linted(cwd), first);
    addFiles(cwd, { [schemaPath]: schema });
    assert.deepEqual((await linted(cwd)).rules, []);
  });

  it('says what of a half-typed schema it cannot judge, and judges the rest', async () => {
    const cwd = shop(withStatus.replace('  email', '  name Stri?\n  email'));
    const { files, rules } = await linted(cwd);
    assert.deepEqual([files.length, files[0]?.unanalysed], [1, 1]);
    assert.ok(rules.includes(missing));
    const { stdout } = await lockstep(['lint'], { cwd });
    assert.match(stdout, /, 0 statements and 1 place in the schema not analysed\)/);
  });

  it('judges every file of a folder', async () => {
    const cwd = shop('', {
      'package.json': '{ "prisma": { "schema": "db" } }',
      'db/base.prisma': postgresSchema,
      'db/user.prisma': user.replace('String?', 'String'),
      ...migrations('db/migrations', { '1_init': init }),
    });
    const { files, rules } = await linted(cwd);
    assert.ok(rules.includes('db/user.prisma column-made-required'));
    assert.deepEqual(files.find(({ path }) => path === 'db/user.prisma')?.statements, 1);
  });

  describe('without migrations', () => {
    it('compares with the default branch', async () => {
      const cwd = repositoryWith({ [schemaPath]: schema });
      addFiles(cwd, { [schemaPath]: withStatus });
      const { code, stdout, stderr } = await lockstep(['lint'], { cwd });
      assert.deepEqual([code, stderr], [1, '']);
      assert.match(
        stdout,
        /\n1 error, 0 warnings in 0 pending migrations and 1 schema change \(compared with main, 0 statements not analysed\)/,
      );
      assert.deepEqual((await linted(cwd, ['--since', 'main'])).rules, [missing]);
    });

    it('says why it cannot', async () => {
      const cwd = folderWith({ '.git/HEAD': '', [schemaPath]: withStatus });
      const { code, stderr } = await lockstep(['lint'], { cwd });
      assert.equal(code, 0);
      assert.match(stderr, /: The schema is not analysed: there are no migrations, and .+\.\n$/);
    });
  });

  it('is not analysed for other providers', async () => {
    const cwd = folderWith({ '.git/HEAD': '', [schemaPath]: withStatus.replace('postgresql', 'sqlite') });
    const { code, stderr } = await lockstep(['lint'], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /SQLite migrations are not analysed yet; only PostgreSQL is\.\n$/);
  });

  describe('on standard input', () => {
    const from = (path: string) => ['--stdin', '--stdin-filename', path];

    it('stands for the file, and migrations are left out', async () => {
      const cwd = shop(schema, migrations('prisma/migrations', { '2_drop': 'ALTER TABLE "User" DROP COLUMN "id";\n' }));
      const { rules } = await linted(cwd, from(schemaPath), { input: `\uFEFF${withStatus}` });
      assert.ok(rules.includes(missing));
      assert.ok(!rules.some((line) => line.includes('migrations/')));
    });

    it('says that nothing changes', async () => {
      const { code, stdout } = await lockstep(['lint', ...from(schemaPath)], { cwd: shop(withStatus), input: schema });
      assert.equal(code, 0);
      assert.match(stdout, /^0 errors, 0 warnings in 0 schema changes \(/);
    });

    it('may be a new file of a folder', async () => {
      const cwd = shop('', {
        'package.json': '{ "prisma": { "schema": "db" } }',
        'db/base.prisma': `${postgresSchema}\n${user}`,
        ...migrations('db/migrations', { '1_init': init }),
      });
      const { files } = await linted(cwd, from('db/post.prisma'), { input: 'model Post {\n  id Int @id\n}\n' });
      assert.deepEqual(files.find(({ path }) => path === 'db/post.prisma')?.statements, 1);
    });

    it('must be of a schema', async () => {
      const { code, stderr } = await lockstep(['lint', ...from('elsewhere/x.prisma')], { cwd: shop(schema), input: schema });
      assert.equal(code, 2);
      assert.match(stderr, /elsewhere\/x\.prisma" is in no Prisma schema\.\nName a file/);
    });
  });
});

describe('examples/shop', () => {
  const cwd = join(root, 'examples/shop');

  it('has a risky edit in its schema', async () => {
    const { rules } = await linted(cwd, ['--no-cache']);
    assert.deepEqual(
      rules.filter((line) => line.startsWith(schemaPath)),
      [`${schemaPath} schema-not-migrated`, missing, `${schemaPath} possible-rename`],
    );
  });

  it('has nothing else that its migrations do not cover', async () => {
    const text = readFileSync(join(cwd, schemaPath), 'utf8')
      .replace(/^ *maxUses .*\n/m, '')
      .replace('body      String?', 'text      String?');
    const { files } = await linted(cwd, ['--no-cache', '--stdin', '--stdin-filename', schemaPath], { input: text });
    assert.deepEqual(files, []);
  });
});
