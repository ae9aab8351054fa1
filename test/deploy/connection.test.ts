import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { failureOf, nextAfter } from '../../server/src/deploy/backfill/failure';
import { readAddress } from '../../server/src/deploy/connection/address';
import { variableInEnvFile } from '../../server/src/deploy/connection/env-file';
import { tlsOf } from '../../server/src/deploy/connection/postgres-tls';
import { redactorFor } from '../../server/src/deploy/connection/redact';

describe('a connection URL', () => {
  const optionsOf = (text: string): Record<string, string> => {
    const read = readAddress(text);
    assert.ok(read.ok);
    return Object.fromEntries(new URL(read.address.url).searchParams);
  };

  it('is encrypted where the server can be, unless it says otherwise', () => {
    assert.equal(optionsOf('postgresql://u:p@db.example.com/shop').sslmode, 'prefer');
    assert.equal(optionsOf('postgres://u:p@db.example.com/shop?sslmode=disable').sslmode, 'disable');
    assert.equal(optionsOf('postgres://u:p@db.example.com/shop?sslmode=require').sslmode, 'require');
    assert.equal(optionsOf('postgres://u:p@db.example.com/shop?sslmode=require&sslaccept=strict').sslmode, 'verify-full');
    assert.equal(optionsOf('postgres://u@localhost/shop?host=/tmp/socket').sslmode, 'disable');
  });

  const tlsAt = (text: string, directory: string | null = null) => {
    const read = readAddress(text, directory);
    assert.ok(read.ok);
    return tlsOf(new URL(read.address.url).searchParams);
  };

  it('means of certificates what Prisma means', () => {
    const url = 'postgresql://u:p@h/shop?';
    const plain = { mode: 'prefer', verify: 'nothing', authority: null, identity: null };
    assert.deepEqual(tlsAt(url), plain);
    // It is the server's authority, which does not make anybody look.
    assert.deepEqual(tlsAt(`${url}sslcert=/ca.pem`), { ...plain, authority: '/ca.pem' });
    assert.deepEqual(tlsAt(`${url}sslmode=require&sslcert=/ca.pem&sslaccept=accept_invalid_certs`), {
      ...plain,
      mode: 'require',
      authority: '/ca.pem',
    });
    assert.deepEqual(tlsAt(`${url}sslmode=require&sslcert=/ca.pem&sslaccept=strict`), {
      ...{ mode: 'require', verify: 'full', authority: '/ca.pem', identity: null },
    });
    // Where encryption is only preferred, it is checked as well; a word that Prisma does not know is the strict one.
    assert.deepEqual(tlsAt(`${url}sslaccept=strict`), { ...plain, verify: 'full' });
    assert.deepEqual(tlsAt(`${url}sslaccept=anything`), { ...plain, verify: 'full' });
    assert.deepEqual(tlsAt(`${url}sslmode=anything`), plain);
    assert.equal(optionsOf(`${url}sslmode=anything`).sslmode, 'prefer');
    assert.deepEqual(tlsAt(`${url}sslidentity=/me.p12&sslpassword=secret`).identity, {
      ...{ type: 'pkcs12', path: '/me.p12', password: 'secret' },
    });
    assert.equal(redactorFor(`${url}sslidentity=/me.p12&sslpassword=s%40cret`)('s@cret and s%40cret'), '*** and ***');
  });

  it('means beyond that what libpq means', () => {
    const url = 'postgresql://u:p@h/shop?';
    assert.deepEqual(tlsAt(`${url}sslmode=verify-full&sslcert=/me.pem&sslkey=/me.key`), {
      mode: 'require',
      verify: 'full',
      authority: null,
      identity: { type: 'pem', certificate: '/me.pem', key: '/me.key' },
    });
    const authority = { mode: 'require', verify: 'authority', authority: '/ca.pem', identity: null };
    assert.deepEqual(tlsAt(`${url}sslmode=verify-ca&sslrootcert=/ca.pem`), authority);
    assert.deepEqual(tlsAt(`${url}sslmode=require&sslrootcert=/ca.pem`), authority);
  });

  it('has paths that count from where Prisma counts them', () => {
    const url = 'postgresql://u:p@h/shop?sslcert=../ca.pem&sslidentity=/me.p12';
    const { authority, identity } = tlsAt(url, resolve('/shop/prisma'));
    assert.equal(authority, resolve('/shop/ca.pem'));
    assert.ok(identity?.type === 'pkcs12');
    assert.equal(identity.path, resolve('/me.p12'));
  });

  it('shows where it leads, not who asks', () => {
    const read = readAddress('postgresql://u:p%40ss@db.example.com:6543/my%20shop?schema=billing&connect_timeout=3');
    assert.ok(read.ok);
    const { target, schema, connectTimeout } = read.address;
    assert.deepEqual(
      { target, schema, connectTimeout },
      { target: 'db.example.com:6543/my shop', schema: 'billing', connectTimeout: 3000 },
    );
  });

  for (const text of [
    '',
    'secret',
    'postgresql://u:p@ss:x@h:port/db',
    'mysql://u:secret@h/db',
    'prisma://accelerate.example.com/?api_key=secret',
  ]) {
    it(`is refused without being quoted: ${JSON.stringify(text)}`, () => {
      const read = readAddress(text);
      assert.equal(read.ok, false);
      assert.doesNotMatch(JSON.stringify(read), /secret|p@ss/);
    });
  }
});

describe('an env file', () => {
  const text =
    'A=1\r\nexport B = "two # no comment" # a comment\nC=\'three\'\nD=four#4 # a comment\n# E=5\nA=last\nF=\nURL="postgresql://u:p=1@h/d?x=y"';
  for (const [name, value] of [
    ['A', 'last'],
    ['B', 'two # no comment'],
    ['C', 'three'],
    ['D', 'four#4'],
    ['E', null],
    ['F', ''],
    ['URL', 'postgresql://u:p=1@h/d?x=y'],
  ] as const) {
    it(`${name} is ${value}`, () => assert.equal(variableInEnvFile(text, name), value));
  }
});

describe('what goes out', () => {
  const redact = redactorFor('postgresql://shop:p%40ss-word@db.example.com:5432/shop?sslmode=require');

  it('has neither the URL nor the password, as written or as meant', () => {
    assert.equal(redact('at postgresql://shop:p%40ss-word@db.example.com:5432/shop?sslmode=require now'), 'at *** now');
    assert.equal(redact('password p@ss-word or p%40ss-word'), 'password *** or ***');
    assert.equal(redact('see postgres://other:thing@host/x and https://a:b@c'), 'see postgres://***@host/x and https://***@c');
    assert.equal(redact('(tenant 1, 5) of "public"."User"'), '(tenant 1, 5) of "public"."User"');
  });

  it('keeps its words where there is no password', () => assert.equal(redactorFor('postgresql://h/d')('a b'), 'a b'));
});

describe('an error', () => {
  const error = (code: string | undefined, message = 'it failed') =>
    Object.assign(new Error(message), { code, detail: 'Failing row contains (secret).', column: 'n' });

  for (const code of ['55P03', '57014', '40P01', '40001'])
    it(`${code} lets a smaller batch be tried`, () => assert.equal(failureOf(error(code)).type, 'busy'));
  for (const code of ['57P01', '57P02', '57P03', '08006', '08P01', '53300', 'ECONNRESET', 'ECONNREFUSED']) {
    it(`${code} lets the connection be made again`, () => assert.equal(failureOf(error(code)).type, 'lost'));
  }
  it('without a code can be a connection that ended', () =>
    assert.equal(failureOf(new Error('Connection terminated unexpectedly')).type, 'lost'));
  it('of several addresses is that of the first', () =>
    assert.equal(failureOf(new AggregateError([error('ECONNREFUSED')], '')).type, 'lost'));
  it('of the program is a defect', () => assert.equal(failureOf(new TypeError('x is not a function')).type, 'defect'));

  for (const code of ['53100', '23514', '23502', '22012', '42501', '25006']) {
    it(`${code} stops the runner, says what to do, and quotes no row`, () => {
      const failure = failureOf(error(code));
      assert.equal(failure.type, 'final');
      assert.doesNotMatch(JSON.stringify(failure), /secret/);
      assert.match(nextAfter(code), /\.$/);
    });
  }
});
