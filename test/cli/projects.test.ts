import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { folderWith, migrations, postgresSchema } from '../project/folders';
import { init, linted, schema, schemaPath, withStatus } from './linted';
import { lockstep } from './run';

describe('the schema of projects as they really are', () => {
  const models = withStatus.slice(postgresSchema.length);
  const withUrl = postgresSchema.replace('}', '  url      = env("DATABASE_URL")\n}');
  const history = (directory: string) => migrations(directory, { '1_init': init });
  const forms: readonly {
    readonly name: string;
    readonly files: Readonly<Record<string, string>>;
    readonly link?: readonly [target: string, path: string];
    /** The file that has the finding. */
    readonly path: string;
  }[] = [
    {
      name: 'Prisma 6, with a url in the schema and package.json#prisma',
      files: {
        'package.json': '{ "prisma": { "schema": "database/app.prisma" }, "devDependencies": { "prisma": "6.19.3" } }',
        'database/app.prisma': withUrl + models,
        ...history('database/migrations'),
      },
      path: 'database/app.prisma',
    },
    {
      name: 'Prisma 7, with prisma.config.ts',
      files: {
        'package.json': '{ "devDependencies": { "prisma": "7.10.1" } }',
        'prisma.config.ts': `export default defineConfig({ schema: 'db/models.prisma', migrations: { path: 'db/history' } });`,
        'db/models.prisma': withStatus,
        ...history('db/history'),
      },
      path: 'db/models.prisma',
    },
    {
      name: 'a folder of files with the preview feature prismaSchemaFolder',
      files: {
        'prisma/schema/base.prisma': `generator client {\n  provider        = "prisma-client-js"\n  previewFeatures = ["prismaSchemaFolder"]\n}\n\n${withUrl}`,
        'prisma/schema/models/user.prisma': models,
        ...history('prisma/migrations'),
      },
      path: 'prisma/schema/models/user.prisma',
    },
    {
      name: 'a monorepo of several schemas',
      files: {
        'package.json': '{ "workspaces": ["packages/*"] }',
        'packages/auth/prisma/schema.prisma': schema,
        ...history('packages/auth/prisma/migrations'),
        'packages/shop/prisma/schema.prisma': withStatus,
        ...history('packages/shop/prisma/migrations'),
      },
      path: 'packages/shop/prisma/schema.prisma',
    },
    {
      name: 'two databases side by side',
      files: {
        'prisma/main/schema.prisma': schema,
        ...history('prisma/main/migrations'),
        'prisma/reports/schema.prisma': withStatus,
        ...history('prisma/reports/migrations'),
      },
      path: 'prisma/reports/schema.prisma',
    },
    {
      name: 'a schema that is a symbolic link',
      files: { 'shared/user.prisma': withStatus, ...history('prisma/migrations') },
      link: ['shared/user.prisma', 'prisma/schema.prisma'],
      path: 'prisma/schema.prisma',
    },
    {
      name: 'an application whose folder is a link to that of a package',
      files: { 'apps/web/package.json': '{}', 'packages/db/prisma/schema.prisma': withStatus, ...history('packages/db/prisma/migrations') },
      link: ['packages/db/prisma', 'apps/web/prisma'],
      path: 'packages/db/prisma/schema.prisma',
    },
  ];
  for (const { name, files, link, path } of forms) {
    it(`is judged: ${name}`, async () => {
      const cwd = folderWith({ '.git/HEAD': '', ...files });
      if (link !== undefined) symlinkSync(join(cwd, link[0]), join(cwd, link[1]));
      const { rules, stderr } = await linted(cwd);
      assert.deepEqual(
        rules.filter((line) => line.endsWith('.prisma required-column-without-default')),
        [`${path} required-column-without-default`],
      );
      assert.equal(stderr, '');
    });
  }

  it('is left alone in a project of Prisma 8', async () => {
    const cwd = folderWith({ '.git/HEAD': '', [schemaPath]: `// use prisma-8\n${withStatus}`, ...history('prisma/migrations') });
    const { code, stderr } = await lockstep(['lint'], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /Prisma 8 has another migration system/);
  });
});

describe('a configuration that computes its paths', () => {
  const loader = `const path = require('node:path');
exports.loadConfigFromFile = async ({ configFile, configRoot }) => {
  const { schema, migrations } = require(path.join(configRoot, configFile));
  return { config: { schema: path.resolve(configRoot, schema), migrations: { path: path.resolve(configRoot, migrations.path) } } };
};`;
  const project = () =>
    folderWith({
      '.git/HEAD': '',
      'node_modules/@prisma/config/package.json': '{ "main": "index.js" }',
      'node_modules/@prisma/config/index.js': loader,
      'prisma.config.js': `module.exports = { schema: 'd' + 'b', migrations: { path: ['db', 'history'].join('/') } };`,
      'db/schema.prisma': withStatus,
      ...migrations('db/history', { '1_init': init }),
    });

  it('is said, with what to do', async () => {
    const { stderr } = await lockstep(['lint'], { cwd: project() });
    assert.match(
      stderr,
      /prisma\.config\.js computes the path of the schema and the migrations; nothing is in the usual places\. "--run-config" runs/,
    );
  });

  it('is run when that is asked for', async () => {
    const { code, rules } = await linted(project(), ['--run-config']);
    assert.equal(code, 1);
    assert.ok(rules.includes('db/schema.prisma required-column-without-default'));
  });
});
