import assert from 'node:assert/strict';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { folderWith, migrations, postgresLock, postgresSchema } from '../project/folders';
import { urlOf } from './backfills';
import { statusAt } from './environments';
import { listenWithTls, selfSigned, signedCertificates } from './tls';

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

  it('is reached with the authority and the identity that its URL names, as Prisma takes them', function () {
    skipWithoutServer(this, version);
    const certificates = signedCertificates();
    if (certificates === null) {
      console.log('      skipped: no openssl 3 on this machine');
      this.skip();
    }
    const { authority, client: own, server } = certificates;
    return withDatabase(version, async (client) => {
      const folder = folderWith({
        'prisma/schema.prisma': postgresSchema,
        'prisma/migrations/migration_lock.toml': postgresLock,
        ...migrations('prisma/migrations', { '20260101000000_users': 'SELECT 1;\n' }),
      });
      copyFileSync(authority, join(folder, 'ca.pem'));
      const open = await listenWithTls(client, server);
      const asking = await listenWithTls(client, server, readFileSync(authority, 'utf8'));
      const stateAt = async ({ port }: { readonly port: number }, options: string) => {
        const status = await statusAt(urlOf(client, port).replace('sslmode=disable', options), folder);
        assert.doesNotMatch(JSON.stringify(status), /m4rked/);
        return status.state === 'unreachable' ? status.error?.code : status.state;
      };
      const identity = `sslidentity=${encodeURIComponent(own.pkcs12)}&sslpassword=${own.password}`;
      const strict = 'sslmode=require&sslaccept=strict';
      try {
        for (const [options, state] of [
          [`${strict}&sslcert=${encodeURIComponent(authority)}`, 'pending'],
          // From the folder of the schema on.
          [`${strict}&sslcert=../ca.pem`, 'pending'],
          [`sslaccept=strict&sslcert=../ca.pem`, 'pending'],
          [strict, 'P1011'],
          ['sslaccept=strict', 'P1011'],
          [`${strict}&sslcert=../none.pem`, 'P1011'],
          ['sslmode=require&sslcert=../ca.pem', 'pending'],
          ['sslmode=verify-ca&sslrootcert=../ca.pem', 'pending'],
        ] as const) {
          assert.equal(await stateAt(open, options), state, options);
        }
        // For another host than the certificate is for.
        const elsewhere = urlOf(client, open.port)
          .replace('127.0.0.1', 'localhost')
          .replace('sslmode=disable', `${strict}&sslcert=../ca.pem`);
        assert.equal((await statusAt(elsewhere, folder)).error?.code, 'P1011');

        assert.equal(await stateAt(asking, `${strict}&sslcert=../ca.pem&${identity}`), 'pending');
        const pem = `sslcert=${encodeURIComponent(own.cert)}&sslkey=${encodeURIComponent(own.key)}`;
        assert.equal(await stateAt(asking, `sslmode=verify-full&sslrootcert=../ca.pem&${pem}`), 'pending');
        assert.notEqual(await stateAt(asking, `${strict}&sslcert=../ca.pem`), 'pending');
        assert.notEqual(await stateAt(asking, `sslmode=require&${identity.replace(own.password, 'm4rked-wrong')}`), 'pending');
      } finally {
        open.close();
        asking.close();
        const others = 'SELECT count(*)::integer AS n FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';
        while ((await client.query<{ n: number }>(others)).rows[0]?.n !== 0) await client.query('SELECT pg_sleep(0.02)');
      }
    });
  });
});
