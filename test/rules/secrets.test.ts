import assert from 'node:assert/strict';
import { analyzeMigration, prepare } from '../../server/src/analysis/analyze';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';

/** Made up on the spot, so that no scanner takes this file for a leak. */
const secrets: Readonly<Record<string, string>> = {
  'an AWS access key': `AKIA${'QZ3F'.repeat(4)}`,
  'a Stripe key': `sk_${'live'}_${'4eC39HqLyj'.repeat(2)}`,
  'a GitHub token': `ghp_${'a1B2c3D4e5F6'.repeat(3)}`,
  'a Slack token': `xoxb-${'1234567890-abcdef'}`,
  'a Google API key': `AIza${'Sy1-_'.repeat(7)}`,
  'a private key': `-----BEGIN RSA ${'PRIVATE'} KEY-----`,
  'a JSON web token': `eyJ${'hbGciOiJIUzI1NiJ9'}.eyJ${'zdWIiOiIxMjM0NTY3'}.${'s'.repeat(43)}`,
  'the hash of a password': `$2b$10$${'N9qo8uLOickgx2ZMRZoMy'}${'e'.repeat(32)}`,
  'a connection string with its password': 'host=db.internal port=5432 user=app password=h4rd-to-guess',
  'a connection URL with its password': 'postgresql://app:h4rd-to-guess@db.internal:5432/shop',
};

const harmless = [
  'postgresql://user:password@db.example.com/shop',
  'postgres://postgres:postgres@localhost:5432/postgres',
  'https://example.com/a:b@c',
  `AKIA${'IOSFODNN7'}EXAMPLE`,
  'postgresql://app:<password>@db.internal/shop',
  `postgresql://app:\${PASSWORD}@db.internal/shop`,
  'host=db.internal user=app password=<password>',
  'host=localhost user=app password=h4rd-to-guess',
  'user=new.user, password=new.password',
  'host=a.host AND password=a.password',
];

function find(text: string) {
  const facts = { name: '20250601000000_add_setting', state: 'pending', newestInHistory: null } as const;
  const { findings } = analyzeMigration({ facts, text }, emptyCatalog('postgresql'), {
    server: { provider: 'postgresql', version: 15, timeZone: null },
    execution: 'per-statement',
    rules: new Map(),
    newTables: new Set(),
  });
  return findings.filter(({ rule }) => rule === 'secret-in-migration');
}

describe('secrets', () => {
  before(() => prepare());

  for (const [what, secret] of Object.entries(secrets)) {
    it(`${what} is found, in a statement and in a comment, and never repeated`, () => {
      for (const text of [`SELECT '${secret}';`, `-- ${secret}\nSELECT 1;`]) {
        const [finding, ...more] = find(text);
        assert.ok(finding !== undefined && more.length === 0, text);
        assert.equal(finding.message, `The migration holds ${what} in plain text.`);
        assert.ok(!JSON.stringify([finding.message, finding.help]).includes(secret));
        assert.equal(text.slice(finding.span.start, finding.span.end).includes(secret.slice(0, 8)), true);
      }
    });
  }

  it('tokens and hashes are found whichever of their prefixes they have', () => {
    const body = 'a1B2c3D4e5F6'.repeat(5);
    const found = [
      ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map((prefix) => prefix + body.slice(0, 36)),
      `github_pat_${body}`,
      ...['xoxa-', 'xoxb-', 'xoxp-', 'xoxr-', 'xoxs-'].map((prefix) => prefix + body),
      ...['$2a$', '$2b$', '$2x$', '$2y$'].map((prefix) => `${prefix}10$${body.slice(0, 53)}`),
      ...['$argon2id$', '$argon2i$', '$argon2d$'].map((prefix) => `${prefix}v=19$m=65536,t=3,p=4$${body}`),
    ];
    for (const secret of found) assert.equal(find(`SELECT '${secret}';`).length, 1, secret.slice(0, 12));
  });

  it('passwords of roles are found in every spelling', () => {
    for (const text of [
      `CREATE ROLE a LOGIN PASSWORD 'x9-kl3'`,
      `ALTER USER a WITH ENCRYPTED PASSWORD 'x9-kl3'`,
      `create user a with login password 'x9-kl3';`,
      `CREATE USER MAPPING FOR a SERVER b OPTIONS (user 'c', password 'x9-kl3')`,
    ]) {
      assert.equal(find(text).length, 1, text);
    }
  });

  it('a column called password is none', () => {
    assert.deepEqual(find(`CREATE TABLE "User" ("role" TEXT, "password" TEXT DEFAULT 'none'); UPDATE "User" SET "password" = 'x';`), []);
  });

  for (const text of harmless) it(`${text} is none`, () => assert.deepEqual(find(`SELECT '${text}'`), []));
});
