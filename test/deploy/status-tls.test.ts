import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import type { Client } from 'pg';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { folderWith, migrations, postgresLock, postgresSchema } from '../project/folders';
import { urlOf } from './backfills';
import { statusAt } from './environments';
import { connectLike, type Listener, listen } from './wire';

const version = 18;

/** A certificate that nobody has signed, for this test alone; null where there is no openssl. */
function selfSigned(): { readonly key: string; readonly cert: string } | null {
  const folder = folderWith({});
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const words = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=localhost',
  ];
  const { status } = spawnSync('openssl', [...words, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return status === 0 ? { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') } : null;
}

/** Speaks TLS as a server of PostgreSQL does (https://www.postgresql.org/docs/current/protocol-flow.html), in front of one without. */
function listenWithTls(client: Client, certificate: { readonly key: string; readonly cert: string }): Promise<Listener> {
  return listen((front) => {
    front.once('data', () => {
      front.write('S', () => {
        const secure = new TLSSocket(front, { isServer: true, ...certificate });
        const back = connectLike(client);
        back.on('error', () => front.destroy()).on('close', () => front.destroy());
        secure.on('error', () => back.destroy()).on('close', () => back.destroy());
        secure.pipe(back).pipe(secure);
      });
    });
  });
}

describe('an environment with TLS', () => {
  it('is reached encrypted, and not where its certificate is asked for and nobody has signed it: P1011', function () {
    skipWithoutServer(this, version);
    const certificate = selfSigned();
    if (certificate === null) this.skip();
    return withDatabase(version, async (client) => {
      const folder = folderWith({
        'prisma/schema.prisma': postgresSchema,
        'prisma/migrations/migration_lock.toml': postgresLock,
        ...migrations('prisma/migrations', { '20260101000000_users': 'SELECT 1;\n' }),
      });
      const secure = await listenWithTls(client, certificate);
      const url = (options: string) => urlOf(client, secure.port).replace('sslmode=disable', options);
      try {
        assert.equal((await statusAt(url('sslmode=require'), folder)).state, 'pending');
        assert.equal((await statusAt(url('sslmode=prefer'), folder)).state, 'pending');
        const strict = await statusAt(url('sslmode=require&sslaccept=strict'), folder);
        assert.deepEqual([strict.state, strict.error?.code], ['unreachable', 'P1011']);
        assert.match(strict.error?.message ?? '', /^No encrypted connection to 127\.0\.0\.1:\d+\/test_\d+: /);
      } finally {
        secure.close();
        const others = 'SELECT count(*)::integer AS n FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';
        while ((await client.query<{ n: number }>(others)).rows[0]?.n !== 0) await client.query('SELECT pg_sleep(0.02)');
      }
    });
  });
});
