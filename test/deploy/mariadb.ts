import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { type Connection, createConnection } from 'mariadb';

/** A MariaDB of this machine, from its system's packages: npm has none. */
interface Installed {
  readonly install: string;
  readonly server: string;
  /** What `--basedir` asks for. */
  readonly base: string;
}

function installed(): Installed | null {
  const [install, server] = [programOf('mariadb-install-db'), programOf('mariadbd')];
  return install === null || server === null ? null : { install, server, base: dirname(dirname(realpathSync(install))) };
}

function programOf(name: string): string | null {
  const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return directories.map((directory) => join(directory, name)).find((path) => existsSync(path)) ?? null;
}

/** Skips a mocha test where no MariaDB is installed, and says so. */
export function skipWithoutMariadb(context: Mocha.Context): void {
  if (installed() !== null) return;
  console.log('      skipped: no MariaDB on this machine (mariadbd and mariadb-install-db, of its server package)');
  context.skip();
}

let started: Promise<{ readonly port: number; readonly end: () => Promise<void> }> | undefined;
let databases = 0;

/** Runs `body` with a connection to a new, empty database, and its URL; drops the database afterwards. The server serves all tests. */
export async function withMariadb(body: (connection: Connection, url: string) => Promise<void>): Promise<void> {
  started ??= start();
  const { port } = await started;
  const database = `test_${++databases}`;
  const connection = await createConnection({ host: '127.0.0.1', port, user: 'root', multipleStatements: true });
  try {
    await connection.query(`CREATE DATABASE ${database}; USE ${database}`);
    await body(connection, `mysql://root@127.0.0.1:${port}/${database}`);
  } finally {
    await connection.query(`DROP DATABASE ${database}`);
    await connection.end();
  }
}

async function start() {
  const found = installed();
  if (found === null) throw new Error('MariaDB is not installed');
  const directory = mkdtempSync(join(tmpdir(), 'mariadb-'));
  const data = join(directory, 'data');
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  const common = ['--no-defaults', `--basedir=${found.base}`, `--datadir=${data}`, ...user];
  const made = spawnSync(found.install, [...common, '--auth-root-authentication-method=normal', '--skip-test-db'], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`mariadb-install-db: ${made.stderr}`);
  const port = await freePort();
  const options = [`--port=${port}`, '--bind-address=127.0.0.1', `--socket=${join(directory, 's')}`, `--pid-file=${join(directory, 'p')}`];
  const server = spawn(found.server, [...common, ...options, '--skip-log-bin', '--innodb-flush-log-at-trx-commit=0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kill = (): void => void server.kill('SIGKILL');
  process.once('exit', kill);
  await ready(server);
  const end = async (): Promise<void> => {
    process.off('exit', kill);
    server.kill('SIGTERM');
    if (server.exitCode === null) await once(server, 'exit');
    rmSync(directory, { recursive: true, force: true });
  };
  return { port, end };
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (log.includes('ready for connections')) resolve();
    });
    server.once('exit', () => reject(new Error(`MariaDB did not start: ${log}`)));
  });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

after('stop MariaDB', async () => {
  await (await started)?.end();
});
