import assert from 'node:assert/strict';
import type { ConnectionAddress } from '../../server/src/deploy/connection/address';
import { readAddress } from '../../server/src/deploy/connection/address';
import { type MysqlAddress, readMysqlAddress } from '../../server/src/deploy/connection/mysql-address';
import { type Tool, versionIn } from '../../server/src/deploy/programs/find-tools';
import { fittingTool, mysqlArguments, mysqlEnvironment } from '../../server/src/deploy/programs/mysql-tools';
import { newEnough, postgresEnvironment } from '../../server/src/deploy/programs/postgres-tools';

const tool = (version: string, name = 'pg_dump', directory = '/usr/bin'): Tool => ({
  name,
  version,
  path: `${directory}/${name}`,
  major: Number.parseInt(version, 10),
});

function postgres(url: string): ConnectionAddress {
  const read = readAddress(url);
  assert.ok(read.ok);
  return read.address;
}

function mysql(url: string): MysqlAddress {
  const read = readMysqlAddress(url);
  assert.ok(read.ok);
  return read.address;
}

describe('a client program', () => {
  it('says its version in many ways', () => {
    for (const [text, version] of [
      ['pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)', '15.18'],
      ['pg_restore (PostgreSQL) 18beta1', '18beta1'],
      ['mariadb-dump  Ver 10.19 Distrib 10.11.18-MariaDB, for debian-linux-gnu (x86_64)', '10.11.18-MariaDB'],
      ['mariadb-dump from 11.4.2-MariaDB, client 10.19 for linux-systemd (x86_64)', '11.4.2-MariaDB'],
      ['mysqldump  Ver 8.0.36 for Linux on x86_64 (MySQL Community Server - GPL)', '8.0.36'],
      ['mysqldump  Ver 10.13 Distrib 5.7.44, for Linux (x86_64)', '5.7.44'],
      ['something else', null],
    ] as const) {
      assert.equal(versionIn(text), version);
    }
  });

  it('of PostgreSQL is the first on the path that is new enough, else the oldest of the others that are', () => {
    const [twelve, fifteen, sixteen, eighteen] = [tool('12.1'), tool('15.2'), tool('16.3'), tool('18.4')];
    assert.equal(newEnough([fifteen, eighteen], 12), fifteen);
    assert.equal(newEnough([twelve, eighteen, sixteen], 15), sixteen);
    assert.equal(newEnough([twelve, fifteen], 16), null);
    assert.equal(newEnough([], 12), null);
  });

  it("of MySQL is the server's own kind where there is one, and not older than a MySQL server", () => {
    const [mariadb, old, current] = [
      tool('10.11.18-MariaDB', 'mysqldump'),
      tool('5.7.44', 'mysqldump'),
      tool('8.0.36', 'mysqldump', '/opt'),
    ];
    assert.equal(fittingTool([mariadb, current], '8.0.40'), current);
    assert.equal(fittingTool([mariadb, old], '8.0.40'), mariadb);
    assert.equal(fittingTool([old], '8.0.40'), null);
    assert.equal(fittingTool([current, mariadb], '11.4.2-MariaDB'), mariadb);
    assert.equal(fittingTool([current], '11.4.2-MariaDB'), current);
  });
});

describe('what a client program is told', () => {
  const elsewhere = {
    PATH: '/bin',
    PGHOSTADDR: '10.0.0.1',
    PGSERVICE: 'other',
    PGPASSWORD: 'other',
    PGPASSFILE: '/home/me/.pgpass',
    MYSQL_HOST: 'other',
    LC_ALL: 'de_DE',
  };

  it('of PostgreSQL is the meaning of the URL, and nothing that leads elsewhere', () => {
    const { PGCONNECT_TIMEOUT, ...env } = postgresEnvironment(
      postgres('postgresql://me:p%40ss@db.example.com:6000/my%20shop?schema=shop&connect_timeout=7'),
      elsewhere,
    );
    assert.equal(PGCONNECT_TIMEOUT, '7');
    assert.deepEqual(env, {
      ...{
        PATH: '/bin',
        PGPASSFILE: '/home/me/.pgpass',
        MYSQL_HOST: 'other',
        LC_ALL: 'C',
        PGCLIENTENCODING: 'UTF8',
        PGAPPNAME: 'lockstep',
      },
      ...{ PGHOST: 'db.example.com', PGPORT: '6000', PGUSER: 'me', PGPASSWORD: 'p@ss', PGDATABASE: 'my shop', PGSSLMODE: 'prefer' },
    });
  });

  it('of PostgreSQL has sockets, IPv6, options and encryption', () => {
    const env = (url: string) => postgresEnvironment(postgres(url), {});
    assert.equal(env('postgresql://me@localhost/shop?host=/var/run/postgresql').PGHOST, '/var/run/postgresql');
    assert.equal(env('postgresql://me@localhost/shop?host=/var/run/postgresql').PGSSLMODE, 'disable');
    assert.equal(env('postgresql://me@[::1]:5432/shop').PGHOST, '::1');
    assert.equal(env('postgresql://me@h/shop?options=-c%20role%3Downer').PGOPTIONS, '-c role=owner');
    const strict = env('postgresql://me@h/shop?sslmode=require&sslaccept=strict&sslcert=/etc/ca.pem');
    assert.deepEqual([strict.PGSSLMODE, strict.PGSSLROOTCERT, strict.PGSSLCERT], ['verify-full', '/etc/ca.pem', undefined]);
    const own = env('postgresql://me@h/shop?sslmode=verify-ca&sslrootcert=/ca.pem&sslcert=/me.pem&sslkey=/me.key');
    assert.deepEqual([own.PGSSLROOTCERT, own.PGSSLCERT, own.PGSSLKEY], ['/ca.pem', '/me.pem', '/me.key']);
    assert.ok(env('postgresql://me@h/shop?sslmode=verify-full').PGSSLROOTCERT);
  });

  it('of MySQL has no password among its arguments, and no options from files', () => {
    const mariadb = tool('10.11.18-MariaDB', 'mariadb-dump');
    const oracle = tool('8.0.36', 'mysqldump');
    const address = mysql('mysql://me:p%40ss@localhost:3307/shop');
    const args = ['--no-defaults', '--protocol=TCP', '--host=localhost', '--port=3307', '--user=me'];
    assert.deepEqual(mysqlArguments(address, mariadb), [...args, '--skip-ssl']);
    assert.deepEqual(mysqlArguments(address, oracle), [...args, '--ssl-mode=DISABLED', '--get-server-public-key']);
    assert.deepEqual(mysqlEnvironment(address, { ...elsewhere, MYSQL_PWD: 'other' }), {
      PATH: '/bin',
      PGHOSTADDR: '10.0.0.1',
      PGSERVICE: 'other',
      PGPASSWORD: 'other',
      PGPASSFILE: '/home/me/.pgpass',
      LC_ALL: 'C',
      MYSQL_PWD: 'p@ss',
    });
    assert.deepEqual(mysqlArguments(mysql('mysql://me@h/shop?socket=/run/mysqld.sock'), mariadb).slice(1, 3), [
      '--protocol=SOCKET',
      '--socket=/run/mysqld.sock',
    ]);
    const strict = mysql('mysql://me@h/shop?sslaccept=strict');
    assert.ok(mysqlArguments(strict, mariadb).includes('--ssl-verify-server-cert'));
    assert.ok(mysqlArguments(strict, oracle).includes('--ssl-mode=VERIFY_IDENTITY'));
    const any = mysql('mysql://me@h/shop?sslaccept=accept_invalid_certs');
    assert.ok(mysqlArguments(any, mariadb).includes('--skip-ssl-verify-server-cert'));
  });
});
