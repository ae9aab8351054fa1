import assert from 'node:assert/strict';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { folderWith, migrations, postgresLock, postgresSchema } from '../project/folders';
import { urlOf } from './backfills';
import { statusAt } from './environments';
import { listenWithTls, selfSigned } from './tls';

const version = 18;

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
