import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtBundle, lockstep } from '../cli/run';
import { folderWith, migrations, postgresLock, postgresSchema } from '../project/folders';
import { listen } from './wire';

/** Percent-encoded, so that both spellings have to be hidden. */
const password = 'm4rked%21pass-w0rd';
const marked = /m4rked|pass-w0rd|marked_user/;

const shop = (port: number): string => {
  const url = (database: string) => `postgresql://marked_user:${password}@127.0.0.1:${port}/${database}`;
  return folderWith({
    'package.json': '{ "name": "shop" }',
    'node_modules/.keep': '',
    'prisma/schema.prisma': postgresSchema,
    'prisma/migrations/migration_lock.toml': postgresLock,
    ...migrations('prisma/migrations', { '20260101000000_users': 'SELECT 1;\n' }),
    '.env': `DOTENV_URL="${url('dotenv')}"\n`,
    '.env.staging': `STAGING_PASSWORD=${password}\nURL=${url('file')}\nWRONG=mysql://marked_user:${password}@h/d\n`,
    'lockstep.json': JSON.stringify({
      environments: [
        { name: 'variable', kind: 'development', url: { env: 'SHOP_URL' } },
        { name: 'dotenv', kind: 'development', url: { env: 'DOTENV_URL' } },
        { name: 'file', kind: 'staging', url: { envFile: '.env.staging', name: 'URL' } },
        { name: 'wrong', kind: 'staging', url: { envFile: '.env.staging', name: 'WRONG' } },
        { name: 'production', kind: 'production', url: { secret: true } },
      ],
    }),
  });
};

const variables = (port: number) => ({
  SHOP_URL: `postgresql://marked_user:${password}@127.0.0.1:${port}/variable?sslmode=require`,
  LOCKSTEP_PRODUCTION_URL: `postgresql://marked_user:${password}@127.0.0.1:${port}/secret`,
});

/** Everything that lies in a folder, except where the secrets were put. */
function textsIn(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.startsWith('.env'),
  );
  return files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')).join('\n');
}

describe('a password', () => {
  // Without it the server that waits for its connection would wait for ever.
  before(() => void builtBundle());

  it('is in no output, error, report or cache, whatever goes wrong with the database', async () => {
    const refusing = 1;
    const closing = await listen((socket) => void socket.once('data', () => socket.destroy()));
    // Something that is no PostgreSQL, and says what it was sent.
    const echoing = await listen((socket) => void socket.on('data', (bytes) => socket.write(Buffer.concat([Buffer.from('E'), bytes]))));
    try {
      for (const port of [refusing, closing.port, echoing.port]) {
        const cwd = shop(port);
        for (const words of [
          ['status'],
          ['status', '--format', 'json'],
          ['status', '--format', 'markdown', '--output', 'status.md'],
          ['stats', '--env', 'variable'],
          ['stats', '--env', 'production', '--output', 'stats.json'],
        ]) {
          const { code, stdout, stderr } = await lockstep(words, { cwd, env: { ...variables(port), LOCKSTEP_DEBUG: '1' } });
          assert.equal(code, 5, `${words.join(' ')}: ${stderr}`);
          assert.doesNotMatch(stdout + stderr, marked, words.join(' '));
        }
        assert.doesNotMatch(textsIn(cwd), marked);
      }
    } finally {
      closing.close();
      echoing.close();
    }
  });

  it('is in no list of processes while a database is asked', async function () {
    if (!existsSync('/proc/self/cmdline')) this.skip();
    let connections = 0;
    const silent = await listen(() => {
      connections++;
    });
    const child = spawn(process.execPath, [builtBundle(), 'status', '--env', 'variable'], {
      cwd: shop(silent.port),
      env: { ...process.env, ...variables(silent.port) },
      stdio: 'ignore',
    });
    try {
      while (connections === 0 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 10));
      const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
      const commands = ids.map((id) => (existsSync(`/proc/${id}/cmdline`) ? commandOf(id) : ''));
      assert.ok(commands.some((command) => command.includes(builtBundle())));
      assert.doesNotMatch(commands.join('\n'), marked);
    } finally {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      silent.close();
    }
  });
});

function commandOf(id: string): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8');
  } catch {
    return ''; // It has ended meanwhile.
  }
}
