import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createProtocolConnection,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { readJournal } from '../../server/src/deploy/journal/journal';
import {
  environmentsRequest,
  type OperationEnd,
  type OperationParams,
  operationRequest,
  type ProjectEnvironments,
} from '../../server/src/protocol';
import { uri } from '../lsp/test-client';
import { folderWith, migrations } from '../project/folders';

const root = join(__dirname, '../..');

/** Begins, says so, and never ends by itself. */
const slowCli = `
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
writeFileSync(join(process.cwd(), 'cli.pid'), String(process.pid));
console.log('1 migration found in prisma/migrations');
setInterval(() => {}, 1000);
`;

describe('an editor that is closed while it deploys', () => {
  const children: ChildProcess[] = [];
  let cli = 0;
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    if (cli !== 0 && isRunning(cli)) process.kill(cli, 'SIGKILL');
    cli = 0;
  });

  const folderOf = (): string =>
    folderWith({
      'package.json': '{ "name": "shop", "devDependencies": { "prisma": "6.19.3" } }',
      'node_modules/prisma/package.json': JSON.stringify({ name: 'prisma', version: '6.19.3', bin: { prisma: 'build/index.js' } }),
      'node_modules/prisma/build/index.js': slowCli,
      'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n  url      = env("DATABASE_URL")\n}\n',
      'prisma/migrations/migration_lock.toml': 'provider = "sqlite"\n',
      ...migrations('prisma/migrations', { '20260101000000_shop': 'CREATE TABLE "Shop" ("id" INTEGER NOT NULL PRIMARY KEY);\n' }),
      'lockstep.json': JSON.stringify({
        environments: [{ name: 'dev', kind: 'development', url: { envFile: '.env.dev', name: 'DATABASE_URL' } }],
      }),
      '.env.dev': 'DATABASE_URL="file:./dev.db"\n',
      'prisma/dev.db': '',
    });

  async function opened(folder: string): Promise<{ readonly child: ChildProcess; readonly connection: ProtocolConnection }> {
    const child = spawn(process.execPath, ['--require', 'tsx/cjs', 'server/src/lsp/main.ts', '--stdio'], {
      cwd: root,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.push(child);
    const { stdout, stdin } = child;
    assert.ok(stdout !== null && stdin !== null);
    const connection = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    connection.listen();
    await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
      workspaceFolders: [{ uri: uri(folder), name: 'shop' }],
      initializationOptions: { commands: true },
    });
    await connection.sendNotification(InitializedNotification.type, {});
    return { child, connection };
  }

  async function deploying(folder: string) {
    const { child, connection } = await opened(folder);
    const operation = { type: 'deploy', overrides: [], withBackup: false, confirmed: null } as const;
    const params: OperationParams = { token: 'one', root: uri(folder), environment: 'dev', operation };
    const end = connection.sendRequest<OperationEnd>(operationRequest, params);
    const failed = end.then(({ words }) => assert.fail(`it has not begun: ${words}`));
    const file = join(folder, 'cli.pid');
    const begun = until(() => existsSync(file) && readFileSync(file, 'utf8') !== '');
    await Promise.race([begun, failed]);
    failed.catch(() => undefined);
    cli = Number(readFileSync(file, 'utf8'));
    return { child, connection, end };
  }

  it('ends the CLI before it ends itself, and keeps what came of it', async () => {
    const folder = folderOf();
    const { child, connection, end } = await deploying(folder);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const [{ state, words }] = await Promise.all([end, connection.sendRequest(ShutdownRequest.type)]);
    assert.equal(state, 'cancelled', words);
    assert.equal(isRunning(cli), false, 'the CLI goes on');
    await connection.sendNotification(ExitNotification.type);
    assert.equal(await ended, 0);
    assert.deepEqual(
      readJournal(folder).map(({ type, environment, outcome }) => ({ type, environment, outcome })),
      [{ type: 'deploy', environment: 'dev', outcome: 'cancelled' }],
    );
    assert.equal(existsSync(join(folder, '.lockstep/deploying-dev.json')), false);
  });

  it('leaves no CLI behind when the editor is simply gone', async () => {
    const folder = folderOf();
    const { child, end } = await deploying(folder);
    end.catch(() => undefined);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.stdin?.end();
    await ended;
    await until(() => !isRunning(cli));
  });

  it('tells the next start that a deploy did not come to its end', async () => {
    const folder = folderOf();
    const { child, end } = await deploying(folder);
    end.catch(() => undefined);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    const { connection } = await opened(folder);
    const [project] = await connection.sendRequest<readonly ProjectEnvironments[]>(environmentsRequest);
    assert.match(
      project?.environments[0]?.unfinished ?? '',
      /^A deploy by .*, begun \d{4}-\d\d-\d\d \d\d:\d\d UTC, did not come to its end\.$/,
    );
    connection.dispose();
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The test's own time limit ends it. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}
