import assert from 'node:assert/strict';
import { failureOf, nextAfter } from '../../server/src/deploy/backfill/failure';
import { readAddress } from '../../server/src/deploy/connection/address';
import { variableInEnvFile } from '../../server/src/deploy/connection/env-file';
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
