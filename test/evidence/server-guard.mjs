/**
 * Runs one PostgreSQL server for as long as its standard input stays open. The input is a pipe held by the test process, so
 * the server ends and its files disappear however that process ends, a kill included.
 *
 * Argument: JSON { initdb, postgres, directory, data, options, owner: { uid, gid } | null }. Prints `ready` on standard output once
 * connections are accepted; prints what went wrong on standard error and ends with 1 otherwise.
 */
import { spawn, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';

const { initdb, postgres, directory, data, options, owner } = JSON.parse(process.argv[2] ?? '{}');
const environment = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };

function end(code) {
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code);
}

const created = spawnSync(
  initdb,
  ['--pgdata', data, '--username', 'postgres', '--auth', 'trust', '--no-sync', '--no-locale', '--encoding', 'UTF8'],
  { ...owner, cwd: directory, env: environment, encoding: 'utf8' },
);
if (created.status !== 0) {
  process.stderr.write(`initdb: ${created.error?.message ?? created.stderr}\n`);
  end(1);
}

const server = spawn(postgres, ['-D', data, ...options], {
  ...owner,
  cwd: directory,
  env: environment,
  stdio: ['ignore', 'ignore', 'pipe'],
});
let log = '';
let ready = false;
let stopping = false;

server.stderr.setEncoding('utf8').on('data', (text) => {
  if (ready) return;
  log += text;
  if (log.includes('database system is ready to accept connections')) {
    ready = true;
    process.stdout.write('ready\n');
  }
});
server.on('error', (error) => {
  process.stderr.write(`postgres: ${error.message}\n`);
  end(1);
});
server.on('exit', () => {
  if (!stopping) process.stderr.write(`postgres ended by itself\n${log}`);
  end(stopping ? 0 : 1);
});

function stop() {
  stopping = true;
  // An immediate shutdown: its data are thrown away.
  server.kill('SIGQUIT');
}
process.stdin.on('end', stop).on('error', stop).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
