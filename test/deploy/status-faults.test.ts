import assert from 'node:assert/strict';
import type { Client } from 'pg';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { folderWith, migrations, postgresLock, postgresSchema } from '../project/folders';
import { urlOf, value } from './backfills';
import { statusAt } from './environments';
import { listen, listenBetween } from './wire';

const version = 18;

const shop = () =>
  folderWith({
    'prisma/schema.prisma': postgresSchema,
    'prisma/migrations/migration_lock.toml': postgresLock,
    ...migrations('prisma/migrations', { '20260101000000_users': 'SELECT 1;\n' }),
  });

describe('an environment that cannot be asked', () => {
  it('has a port where nobody listens: P1001', async () => {
    const { state, error, target, migrations } = await statusAt('postgresql://shop:hunter2@127.0.0.1:1/shop', shop());
    assert.deepEqual([state, error?.code, target, migrations], ['unreachable', 'P1001', '127.0.0.1:1/shop', []]);
    assert.equal(error?.message, 'The database at 127.0.0.1:1/shop cannot be reached: connection refused.');
  });

  it('has a host that is not known: P1001', async () => {
    const { state, error } = await statusAt('postgresql://shop:hunter2@nobody.invalid/shop', shop());
    assert.deepEqual([state, error?.code], ['unreachable', 'P1001']);
    assert.doesNotMatch(JSON.stringify(error), /hunter2/);
  });

  it('takes the connection and never answers: P1002, when the time is up', async () => {
    const silent = await listen(() => {});
    try {
      const { state, error } = await statusAt(`postgresql://shop:hunter2@127.0.0.1:${silent.port}/shop`, shop(), 300);
      assert.deepEqual([state, error?.code], ['unreachable', 'P1002']);
    } finally {
      silent.close();
    }
  });

  it('lets one in and then never answers: P1002', function () {
    skipWithoutServer(this, version);
    return withDatabase(version, async (client) => {
      // The query that reads the history is the first one that names it.
      const forwarder = await listenBetween(client, (bytes) => !bytes.includes('relkind'));
      try {
        const { state, error } = await statusAt(urlOf(client, forwarder.port), shop(), 500);
        assert.deepEqual([state, error?.code], ['unreachable', 'P1002']);
      } finally {
        forwarder.close();
        await untilAlone(client);
      }
    });
  });

  it('waits for a lock on the history: P1002, and nobody waits for it', function () {
    skipWithoutServer(this, version);
    return withDatabase(version, async (client) => {
      await client.query('CREATE TABLE _prisma_migrations (migration_name text, checksum text, started_at timestamptz)');
      await client.query('BEGIN; LOCK TABLE _prisma_migrations');
      const { state, error } = await statusAt(urlOf(client), shop(), 300);
      assert.deepEqual([state, error?.code], ['unreachable', 'P1002']);
      await client.query('COMMIT');
    });
  });

  it('closes the connection: P1017', async () => {
    const closing = await listen((socket) => void socket.once('data', () => socket.destroy()));
    try {
      const url = `postgresql://shop:hunter2@127.0.0.1:${closing.port}/shop?sslmode=disable`;
      const { state, error } = await statusAt(url, shop());
      assert.deepEqual([state, error?.code], ['unreachable', 'P1017']);
    } finally {
      closing.close();
    }
  });

  it('speaks no TLS where that is asked for: P1011', function () {
    skipWithoutServer(this, version);
    return withDatabase(version, async (client) => {
      const forwarder = await listenBetween(client);
      try {
        const url = urlOf(client, forwarder.port).replace('sslmode=disable', 'sslmode=require');
        const { state, error } = await statusAt(url, shop());
        assert.deepEqual([state, error?.code], ['unreachable', 'P1011']);
        assert.equal((await statusAt(url.replace('sslmode=require', 'sslmode=prefer'), shop())).state, 'pending');
      } finally {
        forwarder.close();
        await untilAlone(client);
      }
    });
  });

  it('has no such database: P1003', function () {
    skipWithoutServer(this, version);
    return withDatabase(version, async (client) => {
      const { state, error } = await statusAt(urlOf(client).replace(/\/test_\d+/, '/nothing'), shop());
      assert.deepEqual([state, error?.code], ['unreachable', 'P1003']);
    });
  });

  it('refuses the password: P1000, and shows neither user nor password', function () {
    skipWithoutServer(this, version);
    return withDatabase(version, async (client) => {
      await withPasswords(client, async () => {
        const url = (password: string) => urlOf(client).replace('//postgres@', `//locked_in:${password}@`);
        const { state, error, target } = await statusAt(url('p%40ss-wrong'), shop());
        assert.deepEqual([state, error?.code], ['unreachable', 'P1000']);
        assert.doesNotMatch(JSON.stringify([error, target]), /p%40ss|p@ss|locked_in/);
        assert.equal((await statusAt(url('p%40ss'), shop())).state, 'pending');
        const unknown = await statusAt(urlOf(client).replace('//postgres@', '//nobody@'), shop());
        assert.deepEqual([unknown.state, unknown.error?.code], ['unreachable', 'P1010']);
        assert.doesNotMatch(JSON.stringify(unknown.error), /user "nobody"/);
      });
    });
  });
});

/** The server has noticed that nobody else is connected to the database. */
async function untilAlone(client: Client): Promise<void> {
  const others = 'SELECT count(*)::integer FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';
  while ((await value(client, others)) !== 0) await client.query('SELECT pg_sleep(0.02)');
}

/** The server asks the role `locked_in` for its password and refuses `nobody`, as long as `body` runs. */
async function withPasswords(client: Client, body: () => Promise<void>): Promise<void> {
  const file = await value(client, 'SHOW hba_file');
  const write = async (lines: readonly string[]): Promise<void> => {
    await client.query(`COPY (SELECT * FROM unnest(ARRAY[${lines.map((line) => `'${line}'`)}])) TO '${String(file)}'`);
    await client.query('SELECT pg_reload_conf(), pg_sleep(0.2)');
  };
  const hosts = ['local all', 'host all'].map((start) => (start.startsWith('host') ? [start, ' all'] : [start, '']));
  const rule = (role: string, method: string) => hosts.map(([start, address]) => `${start} ${role}${address} ${method}`);
  await client.query(`CREATE ROLE locked_in LOGIN PASSWORD 'p@ss'`);
  await write([...rule('locked_in', 'scram-sha-256'), ...rule('nobody', 'reject'), ...rule('all', 'trust')]);
  try {
    await body();
  } finally {
    await write(rule('all', 'trust'));
    await client.query('DROP ROLE locked_in');
  }
}
