import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  createProtocolConnection,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  IPCMessageReader,
  IPCMessageWriter,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { createProject, migration, type ProjectFolder } from './project-folder';
import { placed, uri } from './test-client';

const root = join(__dirname, '../..');
const pending = migration('20240201000000_drop_name');

/** The server as editors start it: a process of its own. */
describe('the server process', () => {
  let project: ProjectFolder;
  let child: ChildProcess;

  beforeEach(() => {
    project = createProject({ [pending]: 'ALTER TABLE "User" DROP COLUMN "name";\n' });
  });

  afterEach(() => {
    child.kill('SIGKILL');
    project.dispose();
  });

  function start(transport: string, stdio: readonly ('pipe' | 'inherit' | 'ipc')[]): ChildProcess {
    child = spawn(process.execPath, ['--require', 'tsx/cjs', 'server/src/lsp/main.ts', transport], { cwd: root, stdio: [...stdio] });
    return child;
  }

  async function converse(connection: ProtocolConnection): Promise<void> {
    connection.listen();
    const published = new Promise<readonly string[]>((resolve) => {
      connection.onNotification(PublishDiagnosticsNotification.type, ({ diagnostics }) => resolve(placed(diagnostics)));
    });
    const { serverInfo } = await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: uri(project.path),
      capabilities: {},
    });
    assert.equal(serverInfo?.name, 'Lockstep');
    await connection.sendNotification(InitializedNotification.type, {});
    assert.deepEqual(await published, ['column-dropped 0:19']);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await connection.sendRequest(ShutdownRequest.type);
    await connection.sendNotification(ExitNotification.type);
    assert.equal(await ended, 0);
    connection.dispose();
  }

  it('talks over standard input and output, and ends when asked', async () => {
    const { stdout, stdin } = start('--stdio', ['pipe', 'pipe', 'inherit']);
    assert.ok(stdout !== null && stdin !== null);
    await converse(createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin)));
  });

  it('talks over the IPC channel of Node', async () => {
    start('--node-ipc', ['pipe', 'inherit', 'inherit', 'ipc']);
    await converse(createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child)));
  });

  it('ends when its client does', async () => {
    const { stdin } = start('--stdio', ['pipe', 'pipe', 'inherit']);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    stdin?.end();
    assert.notEqual(await ended, null);
  });
});
