import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type ClientConfig } from 'pg';
import { completeInstallation, installedServer, reachableByOthers } from './server-files';

/** The major versions that Lockstep makes claims about. */
export const supportedVersions: readonly number[] = [12, 13, 14, 15, 16, 17, 18];

/**
 * Runs `body` with a connection to a new, empty database on a real PostgreSQL server of the given major version, and drops the
 * database afterwards. The server starts with the first call and serves every test of the process; it ends with the process.
 * `TimeZone` is UTC, autovacuum and parallel workers are off, so that the same statement does the same thing each time.
 *
 * Guard a suite with `skipWithoutServer`, so that a machine without the server's package says so and passes.
 * @throws Error when the package is missing or the server does not start.
 */
export async function withDatabase<T>(version: number, body: (client: Client, connect: Connect) => Promise<T>): Promise<T> {
  const config = await startedServer(version);
  const administrator = await connected({ ...config, database: 'postgres' });
  const database = `test_${++databases}`;
  const clients: Client[] = [];
  const connect = async () => {
    const client = await connected({ ...config, database });
    clients.push(client);
    return client;
  };
  try {
    await administrator.query(`CREATE DATABASE ${database} TEMPLATE template0`);
    return await body(await connect(), connect);
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
    await administrator.query(`DROP DATABASE IF EXISTS ${database}`);
    await administrator.end();
  }
}

/** Opens one more connection to the same database; it is closed with the database. */
export type Connect = () => Promise<Client>;

/** Skips a mocha test where the server's package is not installed, and says so once for each version. */
export function skipWithoutServer(context: Mocha.Context, version: number): void {
  if (installedServer(version) !== null) return;
  if (!announced.has(version)) {
    console.log(`      skipped: no PostgreSQL ${version} for ${process.platform}-${process.arch} (npm ci in tools/postgres-servers)`);
  }
  announced.add(version);
  context.skip();
}

const announced = new Set<number>();

/** Ends all servers and waits until their processes and files are gone. Called after the last test. */
export async function stopServers(): Promise<void> {
  servers.clear();
  await Promise.all([...guards].map(stop));
}

let databases = 0;
const servers = new Map<number, Promise<ClientConfig>>();
const guards = new Set<ChildProcess>();

if (typeof after === 'function') after('stop the PostgreSQL servers', stopServers);

function startedServer(version: number): Promise<ClientConfig> {
  const started = servers.get(version) ?? startServer(version);
  servers.set(version, started);
  return started;
}

async function startServer(version: number): Promise<ClientConfig> {
  const installed = installedServer(version);
  if (installed === null) throw new Error(`PostgreSQL ${version} is not installed: npm ci in tools/postgres-servers`);
  completeInstallation(installed);
  const directory = mkdtempSync(join(tmpdir(), `postgres-${version}-`));
  const owner = unprivilegedOwner();
  const native = owner === null ? installed : reachableByOthers(installed, directory);
  if (owner !== null) {
    chownSync(directory, owner.uid, owner.gid);
    chmodSync(directory, 0o700);
  }
  const port = process.platform === 'win32' ? await freePort() : 5432;
  const listen = process.platform === 'win32' ? ['-c', 'listen_addresses=127.0.0.1'] : ['-c', 'listen_addresses=', '-k', directory];
  await guarded({
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    directory,
    data: join(directory, 'data'),
    options: [...listen, '-p', String(port), ...serverOptions],
    owner,
  });
  return { host: process.platform === 'win32' ? '127.0.0.1' : directory, port, user: 'postgres' };
}

const serverOptions = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'autovacuum=off',
  'TimeZone=UTC',
  'jit=off',
  'max_parallel_workers=0',
  'max_parallel_maintenance_workers=0',
  'max_connections=30',
  'max_prepared_transactions=5',
  'shared_buffers=32MB',
].flatMap((setting) => ['-c', setting]);

/** PostgreSQL refuses to run as root: then it runs as `nobody`, whom initdb must find among the users. */
function unprivilegedOwner(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (option: string) => Number(spawnSync('id', [option, 'nobody'], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}

async function guarded(run: object): Promise<void> {
  const guard = spawn(process.execPath, [join(__dirname, 'server-guard.mjs'), JSON.stringify(run)], { stdio: ['pipe', 'pipe', 'pipe'] });
  guards.add(guard);
  let errors = '';
  guard.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  guard.once('exit', () => guards.delete(guard));
  await Promise.race([
    once(guard.stdout, 'data'),
    once(guard, 'close').then(() => {
      throw new Error(`the server did not start: ${errors}`);
    }),
  ]);
}

async function stop(guard: ChildProcess): Promise<void> {
  if (guard.exitCode !== null) return;
  const ended = once(guard, 'exit');
  guard.stdin?.end();
  await ended;
}

async function connected(config: ClientConfig): Promise<Client> {
  const client = new Client(config);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
