import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { discoverProjects, projectOf } from '../../server/src/project/discover';
import type { Project } from '../../server/src/project/project';
import { supportOf } from '../../server/src/project/support';
import { folderWith, migrations, postgresLock, postgresSchema } from './folders';

const init = migrations('prisma/migrations', { '20250101000000_init': 'SELECT 1;' });

interface Expected {
  readonly root: string;
  readonly schema: readonly string[];
  readonly migrations: string | null;
}

const layouts: readonly {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly expected: readonly Expected[];
}[] = [
  {
    name: 'prisma/schema.prisma',
    files: { 'package.json': '{}', 'prisma/schema.prisma': postgresSchema, ...init },
    expected: [{ root: '', schema: ['prisma/schema.prisma'], migrations: 'prisma/migrations' }],
  },
  {
    name: 'schema.prisma beside migrations',
    files: { 'schema.prisma': postgresSchema, ...migrations('migrations', { a: 'SELECT 1;' }) },
    expected: [{ root: '', schema: ['schema.prisma'], migrations: 'migrations' }],
  },
  {
    name: 'a folder of schema files',
    files: { 'prisma/schema/main.prisma': postgresSchema, 'prisma/schema/models/user.prisma': 'model User {}', ...init },
    expected: [{ root: '', schema: ['prisma/schema/main.prisma', 'prisma/schema/models/user.prisma'], migrations: 'prisma/migrations' }],
  },
  {
    name: 'migrations inside the folder of schema files',
    files: { 'prisma/schema/main.prisma': postgresSchema, ...migrations('prisma/schema/migrations', { a: 'SELECT 1;' }) },
    expected: [{ root: '', schema: ['prisma/schema/main.prisma'], migrations: 'prisma/schema/migrations' }],
  },
  {
    name: 'package.json#prisma.schema',
    files: {
      'package.json': '{ "prisma": { "schema": "db/shop.prisma" } }',
      'db/shop.prisma': postgresSchema,
      ...migrations('db/migrations', { a: 'SELECT 1;' }),
    },
    expected: [{ root: '', schema: ['db/shop.prisma'], migrations: 'db/migrations' }],
  },
  {
    name: 'prisma.config.ts with its own migrations path',
    files: {
      'prisma.config.ts': `import { defineConfig } from 'prisma/config';
        export default defineConfig({ schema: './db/schema.prisma', migrations: { path: 'history' } });`,
      'db/schema.prisma': postgresSchema,
      ...migrations('history', { a: 'SELECT 1;' }),
    },
    expected: [{ root: '', schema: ['db/schema.prisma'], migrations: 'history' }],
  },
  {
    name: 'lockstep.json names the schema, before everything else',
    files: {
      'lockstep.json': '{ "schema": "two/schema.prisma" }',
      'prisma.config.ts': `export default { schema: 'one/schema.prisma' }`,
      'two/schema.prisma': postgresSchema,
    },
    expected: [{ root: '', schema: ['two/schema.prisma'], migrations: null }],
  },
  {
    name: 'several projects in a workspace',
    files: {
      'package.json': '{}',
      'apps/web/prisma/schema.prisma': postgresSchema,
      'packages/db/schema.prisma': postgresSchema,
      ...migrations('packages/db/migrations', { a: 'SELECT 1;' }),
    },
    expected: [
      { root: 'apps/web', schema: ['apps/web/prisma/schema.prisma'], migrations: null },
      { root: 'packages/db', schema: ['packages/db/schema.prisma'], migrations: 'packages/db/migrations' },
    ],
  },
  {
    name: 'prisma7.config.ts, before prisma.config.ts',
    files: {
      'prisma7.config.ts': `export default { schema: 'seven/schema.prisma' }`,
      'prisma.config.ts': `export default { schema: 'eight/contract.prisma' }`,
      'seven/schema.prisma': postgresSchema,
    },
    expected: [{ root: '', schema: ['seven/schema.prisma'], migrations: null }],
  },
  {
    name: 'paths that are relative to a configuration in .config',
    files: {
      '.config/prisma.ts': `export default { schema: '../db/schema.prisma' }`,
      'db/schema.prisma': postgresSchema,
      ...migrations('db/migrations', { a: 'SELECT 1;' }),
    },
    expected: [{ root: '', schema: ['db/schema.prisma'], migrations: 'db/migrations' }],
  },
  {
    name: 'the usual places where the configuration computes its paths',
    files: { 'prisma.config.ts': 'export default { schema: find() }', 'prisma/schema.prisma': postgresSchema, ...init },
    expected: [{ root: '', schema: ['prisma/schema.prisma'], migrations: 'prisma/migrations' }],
  },
  {
    name: 'two databases, each with its own folder',
    files: {
      'package.json': '{}',
      'prisma/main/schema.prisma': postgresSchema,
      ...migrations('prisma/main/migrations', { a: 'SELECT 1;' }),
      'prisma/reports/schema.prisma': postgresSchema,
      ...migrations('prisma/reports/migrations', { a: 'SELECT 1;' }),
    },
    expected: [
      { root: 'prisma/main', schema: ['prisma/main/schema.prisma'], migrations: 'prisma/main/migrations' },
      { root: 'prisma/reports', schema: ['prisma/reports/schema.prisma'], migrations: 'prisma/reports/migrations' },
    ],
  },
  {
    name: 'a second database inside the folder of the first',
    files: {
      'prisma/schema.prisma': postgresSchema,
      ...init,
      'prisma/reports/schema.prisma': postgresSchema,
      ...migrations('prisma/reports/migrations', { a: 'SELECT 1;' }),
    },
    expected: [
      { root: '', schema: ['prisma/schema.prisma'], migrations: 'prisma/migrations' },
      { root: 'prisma/reports', schema: ['prisma/reports/schema.prisma'], migrations: 'prisma/reports/migrations' },
    ],
  },
  {
    name: 'a schema folder that package.json names',
    files: {
      'package.json': '{ "prisma": { "schema": "./db" } }',
      'db/base.prisma': postgresSchema,
      'db/models/user.prisma': 'model User {}',
      ...migrations('db/migrations', { a: 'SELECT 1;' }),
    },
    expected: [{ root: '', schema: ['db/base.prisma', 'db/models/user.prisma'], migrations: 'db/migrations' }],
  },
  {
    name: 'migrations alone',
    files: { 'db/migrations/migration_lock.toml': postgresLock, ...migrations('db/migrations', { a: 'SELECT 1;' }) },
    expected: [{ root: 'db', schema: [], migrations: 'db/migrations' }],
  },
  {
    name: 'numbered folders without a schema or a lock',
    files: migrations('history', { '1_a': 'SELECT 1;', '2_b': 'SELECT 2;' }),
    expected: [{ root: 'history', schema: [], migrations: 'history' }],
  },
  {
    name: 'installed code, build output and hidden folders are no projects',
    files: {
      'node_modules/x/prisma/schema.prisma': postgresSchema,
      'dist/prisma/schema.prisma': postgresSchema,
      '.cache/prisma/schema.prisma': postgresSchema,
    },
    expected: [],
  },
  { name: 'an empty folder', files: {}, expected: [] },
];

describe('discoverProjects', () => {
  for (const { name, files, expected } of layouts) {
    it(`finds ${name}`, async () => {
      const folder = folderWith(files);
      assert.deepEqual(
        (await discoverProjects(folder)).map((project) => shown(project, folder)),
        expected,
      );
    });
  }

  it('yields the whole project for a folder inside it', async () => {
    const folder = folderWith({
      '.git/HEAD': '',
      'prisma.config.ts': `export default { schema: 'prisma/schema.prisma', migrations: { path: 'db/history' } }`,
      'prisma/schema.prisma': postgresSchema,
      ...migrations('db/history', { a: 'SELECT 1;' }),
    });
    const [project, ...others] = await discoverProjects(join(folder, 'prisma'));
    assert.equal(others.length, 0);
    assert.equal(project?.root, folder);
    assert.equal(project?.migrationsDirectory, join(folder, 'db/history'));
  });

  it('does not follow symbolic links in a circle', async () => {
    const folder = folderWith({ 'a/prisma/schema.prisma': postgresSchema });
    symlinkSync(folder, join(folder, 'a', 'loop'), 'dir');
    assert.equal((await discoverProjects(folder)).length, 1);
  });

  it('finds a project once, where it is, when a symbolic link leads to it too', async () => {
    const folder = folderWith({ 'packages/db/prisma/schema.prisma': postgresSchema, 'apps/web/package.json': '{}' });
    symlinkSync(join(folder, 'packages/db/prisma'), join(folder, 'apps/web/prisma'), 'dir');
    assert.deepEqual(
      (await discoverProjects(folder)).map((project) => shown(project, folder)),
      [{ root: 'packages/db', schema: ['packages/db/prisma/schema.prisma'], migrations: null }],
    );
    assert.deepEqual(
      (await discoverProjects(join(folder, 'apps'))).map(({ root }) => root),
      [join(folder, 'apps/web')],
    );
  });

  it('says what a configuration computes', async () => {
    const configOf = async (text: string) => (await discoverProjects(folderWith({ '.git/HEAD': '', 'prisma.config.ts': text })))[0];
    const project = await configOf('export default { schema: find(), migrations: { path: "a" + b } }');
    assert.deepEqual(project?.config?.computed, ['schema', 'migrations.path']);
    assert.ok(project);
    const support = supportOf(project);
    assert.match(support.ok ? '' : support.reason, /^prisma\.config\.ts computes the path of the schema and the migrations; nothing is /);
    assert.equal(await configOf('export default { datasource: { url: find() } }'), undefined);
  });

  for (const header of ['// use prisma-8', '// use prisma-next', '\n// use prisma-8']) {
    it(`recognises Prisma 8 by ${JSON.stringify(header)}, whatever is installed`, async () => {
      const folder = folderWith({ 'schema.prisma': `${header}\n${postgresSchema}`, ...migrations('migrations', { a: 'SELECT 1;' }) });
      const [project] = await discoverProjects(folder);
      assert.ok(project);
      const support = supportOf(project);
      assert.match(support.ok ? '' : support.reason, /^Prisma 8 has another migration system/);
    });
  }

  it('skips folders that are nested deeper than any project', async () => {
    const folder = folderWith({});
    const deep = join(folder, ...Array.from({ length: 40 }, () => 'd'));
    mkdirSync(deep, { recursive: true });
    assert.deepEqual(await discoverProjects(folder), []);
  });
});

describe('projectOf', () => {
  const files = { 'package.json': '{}', 'prisma/schema.prisma': postgresSchema, 'src/app.ts': '', ...init };
  for (const path of [
    '',
    'prisma',
    'prisma/schema.prisma',
    'prisma/migrations',
    'prisma/migrations/20250101000000_init/migration.sql',
    'src/app.ts',
  ]) {
    it(`finds the project of "${path}"`, async () => {
      const folder = folderWith(files);
      assert.equal((await projectOf(join(folder, path)))?.root, folder);
    });
  }

  it('takes a migration of the directory above for a project of its own', async () => {
    const folder = folderWith(migrations('history', { a: 'SELECT 1;' }));
    assert.equal((await projectOf(join(folder, 'history/a/migration.sql')))?.migrationsDirectory, join(folder, 'history'));
  });

  it('prefers a bare migrations directory to a project that does not own it', async () => {
    const folder = folderWith({ ...files, ...migrations('other/migrations', { a: 'SELECT 1;' }) });
    assert.equal((await projectOf(join(folder, 'other/migrations')))?.migrationsDirectory, join(folder, 'other/migrations'));
  });

  it('finds nothing where there is nothing', async () => {
    const folder = folderWith({ '.git/HEAD': '', 'a.txt': '' });
    assert.equal(await projectOf(join(folder, 'a.txt')), null);
  });
});

describe('provider', () => {
  const providerOf = async (files: Readonly<Record<string, string>>) => (await discoverProjects(folderWith(files)))[0]?.provider;

  it('is what migration_lock.toml says, whatever the schema says', async () => {
    const lock = '# Please do not edit\nprovider = "mysql"\n';
    assert.equal(
      await providerOf({ 'prisma/schema.prisma': postgresSchema, ...init, 'prisma/migrations/migration_lock.toml': lock }),
      'mysql',
    );
  });

  it('is else that of the datasource', async () => {
    const schema =
      'generator client {\n provider = "prisma-client"\n}\n// datasource x { provider = "mysql" }\ndatasource db {\n provider = "sqlite"\n}';
    assert.equal(await providerOf({ 'prisma/schema.prisma': schema }), 'sqlite');
  });

  it('takes postgres for postgresql', async () => {
    assert.equal(await providerOf({ 'schema.prisma': 'datasource db {\n provider = "postgres"\n}' }), 'postgresql');
  });

  it('is not known for SQL alone', async () => {
    assert.equal(await providerOf(migrations('m', { a: 'SELECT 1;' })), null);
  });
});

function shown(project: Project, folder: string): Expected {
  const short = (path: string): string => relative(folder, path).replaceAll('\\', '/');
  return {
    root: short(project.root),
    schema: project.schemaFiles.map(short),
    migrations: project.migrationsDirectory === null ? null : short(project.migrationsDirectory),
  };
}
