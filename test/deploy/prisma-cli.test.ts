import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { findPrismaCli } from '../../server/src/deploy/prisma-cli/find-cli';
import { installCommand, packageManagerOf } from '../../server/src/deploy/prisma-cli/package-manager';
import { runPrisma } from '../../server/src/deploy/prisma-cli/run-prisma';
import { addFiles, folderWith, postgresSchema } from '../project/folders';
import { environmentAt, projectIn } from './environments';

/** A CLI that tells what it was given. `URL_NAMES` are the variables whose values it prints. */
const talkative = `
const names = ['DATABASE_URL', 'DIRECT_URL', 'OTHER_URL'];
console.log(JSON.stringify({ words: process.argv.slice(2), directory: process.cwd(), set: names.filter((name) => process.env[name] !== undefined) }));
console.log(require.main === module);
console.error('url is ' + process.env.DATABASE_URL);
process.exitCode = 3;
`;

const packageFiles = (directory: string, version = '6.19.3', script = talkative) => ({
  [`${directory}/package.json`]: JSON.stringify({ name: 'prisma', version, bin: { prisma: 'build/index.js' } }),
  [`${directory}/build/index.js`]: script,
});

const schema = 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n';
const url = 'postgresql://app:hunter22@127.0.0.1:1/shop';

async function foundIn(folder: string) {
  const found = await findPrismaCli(await projectIn(folder));
  return found.ok ? { version: found.cli.version, manager: found.cli.manager, script: found.cli.script } : found.help;
}

describe("the project's own Prisma CLI", () => {
  it('is found in node_modules, as npm and Bun leave it', async () => {
    for (const [lock, manager] of [
      ['package-lock.json', 'npm'],
      ['bun.lock', 'bun'],
    ] as const) {
      const folder = folderWith({ 'prisma/schema.prisma': schema, [lock]: '{}', ...packageFiles('node_modules/prisma') });
      assert.deepEqual(await foundIn(folder), { version: '6.19.3', manager, script: join(folder, 'node_modules/prisma/build/index.js') });
    }
  });

  it('is found behind the links of pnpm, for the package that asks for it alone', async () => {
    const store = 'node_modules/.pnpm/prisma@6.19.3/node_modules/prisma';
    const folder = folderWith({
      'pnpm-lock.yaml': '',
      'pnpm-workspace.yaml': '',
      'packages/db/prisma/schema.prisma': schema,
      'packages/db/package.json': '{ "devDependencies": { "prisma": "6.19.3" } }',
      ...packageFiles(store),
    });
    mkdirSync(join(folder, 'packages/db/node_modules'), { recursive: true });
    symlinkSync(join(folder, store), join(folder, 'packages/db/node_modules/prisma'), 'junction');
    const script = join(folder, store, 'build/index.js');
    assert.deepEqual(await foundIn(join(folder, 'packages/db')), { version: '6.19.3', manager: 'pnpm', script });
  });

  it('is found where settings stand above the package that has it', async () => {
    const folder = folderWith({
      'lockstep.json': '{ "schema": "packages/db/prisma/schema.prisma" }',
      'yarn.lock': '# yarn lockfile v1\n',
      'packages/db/prisma/schema.prisma': schema,
      ...packageFiles('packages/db/node_modules/prisma'),
    });
    const script = join(folder, 'packages/db/node_modules/prisma/build/index.js');
    assert.deepEqual(await foundIn(folder), { version: '6.19.3', manager: 'yarn', script });
  });

  it('is found hoisted to the top of a workspace, and the nearest one counts', async () => {
    const folder = folderWith({
      'yarn.lock': '# yarn lockfile v1\n',
      'packages/db/prisma/schema.prisma': schema,
      ...packageFiles('node_modules/prisma', '6.1.0'),
    });
    assert.deepEqual(await foundIn(join(folder, 'packages/db')), {
      version: '6.1.0',
      manager: 'yarn',
      script: join(folder, 'node_modules/prisma/build/index.js'),
    });
    addFiles(folder, packageFiles('packages/db/node_modules/prisma', '7.10.1'));
    assert.match(JSON.stringify(await foundIn(join(folder, 'packages/db'))), /7\.10\.1/);
  });

  it("is found and run in Yarn's Plug'n'Play, where there is no node_modules", async () => {
    const folder = folderWith({
      'yarn.lock': '__metadata:\n  version: 8\n',
      '.pnp.cjs': plugAndPlay('.yarn/unplugged/prisma-npm-6.19.3/node_modules/prisma'),
      'prisma/schema.prisma': schema,
      ...packageFiles('.yarn/unplugged/prisma-npm-6.19.3/node_modules/prisma', '6.19.3', `require('only-in-pnp');\n${talkative}`),
      'archive/only-in-pnp.js': '',
    });
    const script = join(folder, '.yarn/unplugged/prisma-npm-6.19.3/node_modules/prisma/build/index.js');
    assert.deepEqual(await foundIn(folder), { version: '6.19.3', manager: 'berry', script });
    const { run } = await ran(folder);
    assert.equal(run.type, 'exited', JSON.stringify(run));
  });

  it('is not installed: the command of the package manager is named, and nothing is downloaded', async () => {
    const cases = [
      ['package-lock.json', '{}', '{ "devDependencies": { "prisma": "6" } }', 'npm install'],
      ['pnpm-lock.yaml', '', '{ "devDependencies": { "prisma": "6" } }', 'pnpm install'],
      ['yarn.lock', '', '{}', 'yarn add --dev prisma'],
      ['bun.lock', '', '{}', 'bun add --dev prisma'],
      ['unknown.lock', '', '{ "packageManager": "yarn@4.5.0" }', 'yarn add --dev prisma'],
      ['other.lock', '', '{}', 'npm install --save-dev prisma'],
    ] as const;
    for (const [lock, text, manifest, command] of cases) {
      const folder = folderWith({ [lock]: text, 'package.json': manifest, 'prisma/schema.prisma': schema });
      assert.equal(installCommand(folder), command, lock);
      assert.equal(await foundIn(folder), `Run "${command}" in ${folder}; Lockstep downloads none itself.`);
    }
  });

  it('is of Prisma 8, which has another migration system', async () => {
    const folder = folderWith({ 'prisma/schema.prisma': schema, ...packageFiles('node_modules/prisma', '8.0.0') });
    assert.match(JSON.stringify(await foundIn(folder)), /Prisma 6 and 7/);
  });

  it('tells Yarn classic from Yarn 2 and newer', () => {
    assert.equal(packageManagerOf(folderWith({ 'yarn.lock': '# yarn lockfile v1\n' })), 'yarn');
    assert.equal(packageManagerOf(folderWith({ 'yarn.lock': '__metadata:\n' })), 'berry');
    assert.equal(packageManagerOf(folderWith({ 'yarn.lock': '', '.yarnrc.yml': '' })), 'berry');
    assert.equal(
      packageManagerOf(folderWith({ 'package.json': '{ "packageManager": "pnpm@9.1.0+sha512.abc" }', 'yarn.lock': '' })),
      'pnpm',
    );
  });
});

async function ran(folder: string, address = url) {
  const project = await projectIn(folder);
  const lines: string[] = [];
  const onLine = ({ text }: { readonly text: string }): void => void lines.push(text);
  const control = { onLine, abort: new AbortController().signal };
  const run = await runPrisma(project, await environmentAt(address, project), ['migrate', 'deploy'], control);
  return { run, lines };
}

describe('running it', () => {
  it('gives the URL by its environment alone, and prints no secret', async () => {
    const folder = folderWith({
      'package.json': '{}',
      'prisma/schema.prisma':
        'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n  directUrl = env("DIRECT_URL")\n}\n',
      ...packageFiles('node_modules/prisma'),
    });
    const { run, lines } = await ran(folder);
    assert.ok(run.type === 'exited' && run.code === 3, JSON.stringify(run));
    const told = JSON.stringify({
      words: ['migrate', 'deploy', '--schema', join(folder, 'prisma/schema.prisma')],
      directory: folder,
      set: ['DATABASE_URL', 'DIRECT_URL'],
    });
    // Two streams: their order is not fixed.
    assert.deepEqual([...lines].sort(), [told, 'true', 'url is ***'].sort());
    assert.doesNotMatch(JSON.stringify([run, lines]), /hunter22/);
  });

  it('refuses a URL that the schema has written in it, unless it is the very one', async () => {
    const files = packageFiles('node_modules/prisma');
    const withUrl = (text: string) => `datasource db {\n  provider = "postgresql"\n  url = "${text}"\n}\n`;
    const other = await ran(folderWith({ 'package.json': '{}', 'prisma/schema.prisma': withUrl('postgresql://elsewhere/shop'), ...files }));
    assert.ok(other.run.type === 'refused');
    assert.match(other.run.message, /prisma\/schema\.prisma has a connection URL written in it that is not that of test/);
    assert.deepEqual(other.lines, []);
    const same = await ran(folderWith({ 'package.json': '{}', 'prisma/schema.prisma': withUrl(url), ...files }));
    assert.equal(same.run.type, 'exited');
    const none = await ran(folderWith({ 'package.json': '{}', 'prisma/schema.prisma': postgresSchema, ...files }));
    assert.ok(none.run.type === 'refused');
    assert.match(none.run.message, /neither prisma\.config\.ts nor the schema/);
  });

  it('ends with the signal, and its children with it', async function () {
    if (process.platform === 'win32') this.skip();
    const sleepy = `
const child = require('node:child_process').spawn(process.execPath, ['-e', 'process.on("SIGINT", () => {}); setInterval(() => {}, 1000); console.log(process.pid)'], { stdio: 'inherit' });
process.on('SIGINT', () => {});
setInterval(() => {}, 1000);
`;
    const folder = folderWith({
      'package.json': '{}',
      'prisma/schema.prisma': schema,
      ...packageFiles('node_modules/prisma', '6.19.3', sleepy),
    });
    const project = await projectIn(folder);
    const abort = new AbortController();
    const ids: number[] = [];
    const onLine = ({ text }: { readonly text: string }): void => {
      ids.push(Number(text));
      abort.abort();
    };
    const run = await runPrisma(project, await environmentAt(url, project), ['migrate', 'deploy'], { onLine, abort: abort.signal });
    assert.equal(run.type, 'cancelled');
    // Its child ignores the interruption and holds the pipe: the run has ended, so that one has, too.
    assert.equal(ids.length, 1);
  });
});

/** As much of Yarn's file as finding a package takes: it teaches `require` two names. */
function plugAndPlay(prisma: string): string {
  return `
const Module = require('node:module');
const { join } = require('node:path');
const resolve = Module._resolveFilename;
const places = { 'prisma/package.json': join(__dirname, '${prisma}/package.json'), 'only-in-pnp': join(__dirname, 'archive/only-in-pnp.js') };
Module._resolveFilename = (name, ...rest) => places[name] ?? resolve(name, ...rest);
`;
}
