import assert from 'node:assert/strict';
import { createServer, type Server, type Socket } from 'node:net';
import { pathToFileURL } from 'node:url';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import { sealed } from '../../client/src/environments/sealed-secret';
import {
  type Operation,
  type OperationEnd,
  type OperationEvent,
  type OperationParams,
  operationEvent,
  operationRequest,
  type SecretParams,
  secretRequest,
} from '../../server/src/protocol';
import { folderWith, postgresLock, postgresSchema } from '../project/folders';
import { startClient, type TestClient } from './test-client';

const preview = { type: 'preview', overrides: [], withBackup: false } as const;

const secret = 'marked-password-4711';

describe('operations in an editor', () => {
  let client: TestClient | undefined;
  let silent: { readonly server: Server; readonly sockets: Socket[]; readonly port: number };

  before(async () => {
    const sockets: Socket[] = [];
    // Whoever connects is heard and never answered.
    const server = createServer((socket) => void sockets.push(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    silent = { server, sockets, port: typeof address === 'object' && address !== null ? address.port : 0 };
  });
  after(() => {
    for (const socket of silent.sockets) socket.destroy();
    silent.server.close();
  });
  afterEach(async () => {
    await client?.dispose();
    client = undefined;
  });

  async function started(port: number, trusted = true) {
    const folder = folderWith({
      'package.json': '{ "name": "shop" }',
      'prisma/schema.prisma': postgresSchema,
      'prisma/migrations/migration_lock.toml': postgresLock,
      'lockstep.json': JSON.stringify({ environments: [{ name: 'production', kind: 'production', url: { secret: true } }] }),
    });
    client = await startClient({ folders: [folder], options: { commands: true, trusted } });
    const { connection } = client;
    const events: OperationEvent[] = [];
    connection.onNotification(operationEvent, (event: OperationEvent) => void events.push(event));
    connection.onRequest(secretRequest, ({ publicKey }: SecretParams) =>
      sealed(`postgresql://shop:${secret}@127.0.0.1:${port}/shop`, publicKey),
    );
    const root = pathToFileURL(folder).toString();
    const source = new CancellationTokenSource();
    const ask = (operation: Operation, environment: string | null = 'production', token = 'one'): Promise<OperationEnd> =>
      connection.sendRequest(operationRequest, { token, root, environment, operation } satisfies OperationParams, source.token);
    return { ask, events, source, connection };
  }

  it('tell what they do by the name that the client gave them, and how they ended, without a secret', async () => {
    const { ask, events } = await started(1);
    const end = await ask(preview);
    assert.equal(end.state, 'failed');
    assert.match(end.words, /127\.0\.0\.1:1/);
    assert.ok(events.length > 0, 'no event');
    assert.ok(events.every(({ token }) => token === 'one'));
    assert.ok(!JSON.stringify([end, events]).includes(secret));
  });

  it('are cancelled by the request’s own cancellation, and answered all the same', async () => {
    const { ask, source } = await started(silent.port);
    const connected = new Promise((resolve) => silent.server.once('connection', resolve));
    const end = ask(preview);
    await connected;
    source.cancel();
    assert.equal((await end).state, 'cancelled');
  });

  it('are refused in an untrusted workspace, for an unknown environment and where one has to be chosen', async () => {
    const untrusted = await started(1, false);
    assert.match((await untrusted.ask(preview)).words, /^In an untrusted workspace nothing is connected/);
    await client?.dispose();
    const { ask, events } = await started(1);
    assert.match((await ask(preview, 'nowhere')).words, /^There is no environment nowhere any more\./);
    const none = await ask(preview, null);
    assert.deepEqual([none.state, none.words], ['refused', 'Choose an environment first.']);
    assert.deepEqual(events, []);
  });

  it('are ended before the editor closes', async () => {
    const { ask, connection } = await started(silent.port);
    const connected = new Promise((resolve) => silent.server.once('connection', resolve));
    const end = ask(preview);
    await connected;
    const order: string[] = [];
    await Promise.all([end.then(({ state }) => order.push(state)), connection.sendRequest('shutdown').then(() => order.push('shut down'))]);
    assert.deepEqual(order, ['cancelled', 'shut down']);
  });
});
