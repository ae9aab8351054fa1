import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { openPostgres } from '../../server/src/deploy/connection/postgres';
import { isScratchName, markIn, markText, newMark, type ScratchMark, scratchName } from '../../server/src/deploy/scratch/scratch';
import { createScratch, dropScratch, findScratches } from '../../server/src/deploy/scratch/scratches';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { urlOf } from './backfills';
import { skipWithoutMariadb, withMariadb } from './mariadb';
import { hostAt } from './scratch-hosts';

const now = new Date('2026-11-20T15:04:05Z');

async function value<T>(answer: Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: object }>) {
  const given = await answer;
  assert.ok(given.ok, JSON.stringify(given));
  return given.value;
}

describe('a scratch database', () => {
  it('has a name that nothing else has, and a mark', () => {
    const name = scratchName(now);
    assert.match(name, /^lockstep_scratch_20261120t150405z_[0-9a-f]{8}$/);
    assert.ok(isScratchName(name));
    for (const other of ['lockstep_scratch', 'lockstep_scratch_shop', `${name}x`, `x${name}`, name.toUpperCase(), 'postgres']) {
      assert.ok(!isScratchName(other), other);
    }
    const mark = newMark('rehearsal', now);
    assert.deepEqual(markIn(markText(mark)), mark);
    for (const text of [null, '', 'Scratch database of Lockstep: {', 'Scratch database of Lockstep: {}', JSON.stringify(mark)]) {
      assert.equal(markIn(text), null);
    }
  });

  for (const version of [12, 18]) {
    it(`is made, found and dropped on PostgreSQL ${version}, and nothing else is`, function () {
      skipWithoutServer(this, version);
      return withDatabase(version, async (client) => {
        const host = hostAt(urlOf(client, undefined, '&schema=shop'));
        const rename = async (name: string, mark: ScratchMark | null) => {
          await client.query(`CREATE DATABASE "${name}"`);
          if (mark !== null) await client.query(`COMMENT ON DATABASE "${name}" IS '${markText(mark)}'`);
        };
        const similar = ['lockstep_scratch_20261120t150405z_00000000', 'lockstep_scratch_shop', 'lockstep_scratchx'] as const;
        const old: ScratchMark = { purpose: 'rehearsal', host: hostname(), pid: 2 ** 22 + 1, madeAt: '2026-11-19T00:00:00.000Z' };
        const left = 'lockstep_scratch_20261119t000000z_11111111';
        try {
          for (const name of similar) await rename(name, null);
          await rename(left, old);
          const scratch = await value(createScratch(host, 'rehearsal', now));
          assert.ok(scratch.address.provider === 'postgresql');
          assert.equal(scratch.address.postgres.schema, 'shop');
          const database = openPostgres({ ...scratch.address.postgres, schema: null });
          const settings = { lockTimeout: 1000, statementTimeout: 1000, access: 'read-write' } as const;
          const [row] = await database.transaction(settings, (query) => query('SELECT current_database() AS name'));
          assert.equal(row?.name, scratch.name);

          const found = await value(findScratches(host, now));
          assert.deepEqual(
            found.map(({ name, state }) => [name, state]).sort(),
            [
              [left, 'left-over'],
              [similar[0], 'not-ours'],
              [scratch.name, 'in-use'],
            ].sort(),
          );
          for (const name of [...similar, client.database ?? '']) assert.equal(await value(dropScratch(host, name)), 'not-ours');
          // Also while somebody is connected.
          assert.equal(await value(dropScratch(host, scratch.name)), 'dropped');
          assert.equal(await value(dropScratch(host, scratch.name)), 'gone');
          await database.close();
          assert.equal(await value(dropScratch(host, left)), 'dropped');
          const { rows } = await client.query('SELECT datname FROM pg_database WHERE datname = ANY($1)', [
            [...similar, left, scratch.name],
          ]);
          assert.equal(rows.length, 3);
        } finally {
          for (const name of [...similar, left]) await client.query(`DROP DATABASE IF EXISTS "${name}"`);
        }
      });
    });
  }

  it('is made, found and dropped on MariaDB, and nothing else is', function () {
    skipWithoutMariadb(this);
    return withMariadb(async (connection, url) => {
      const host = hostAt(url);
      const similar = ['lockstep_scratch_20261120t150405z_00000000', 'lockstep_scratch_20261120t150405z_00000001', 'lockstep_scratch_shop'];
      try {
        for (const name of similar) await connection.query(`CREATE DATABASE ${name}`);
        // A table of that name with something else in it.
        await connection.query(
          `CREATE TABLE ${similar[1]}._lockstep_scratch (mark TEXT); INSERT INTO ${similar[1]}._lockstep_scratch VALUES ('x')`,
        );
        const scratch = await value(createScratch(host, 'restore', now));
        const found = await value(findScratches(host, new Date(now.getTime() + 30 * 86_400_000)));
        assert.deepEqual(
          found.map(({ name, state }) => [name, state]),
          [...similar.slice(0, 2).map((name) => [name, 'not-ours']), [scratch.name, 'kept']].sort(),
        );
        for (const name of similar) assert.equal(await value(dropScratch(host, name)), 'not-ours');
        assert.equal(await value(dropScratch(host, scratch.name)), 'dropped');
        const rows: unknown = await connection.query(`SHOW DATABASES LIKE 'lockstep\\_scratch%'`);
        assert.ok(Array.isArray(rows) && rows.length === 3);
      } finally {
        for (const name of similar) await connection.query(`DROP DATABASE IF EXISTS ${name}`);
      }
    });
  });

  it('is none where the role may not create databases, which the answer says as such', function () {
    skipWithoutServer(this, 15);
    return withDatabase(15, async (client) => {
      const role = 'marked_seller';
      await client.query(`CREATE ROLE ${role} LOGIN`);
      try {
        const url = urlOf(client).replace(/\/\/[^@]*@/, `//${role}@`);
        const answer = await createScratch(hostAt(url), 'restore', now);
        assert.ok(!answer.ok);
        assert.equal(answer.problem.code, 'P1010');
        assert.match(answer.problem.message, /^The role may not create databases on \S+\.$/);
        assert.match(answer.problem.help, /"ALTER ROLE … CREATEDB"/);
        assert.doesNotMatch(JSON.stringify(answer), /marked_|may not read/);
        assert.deepEqual(await value(findScratches(hostAt(url), now)), []);
      } finally {
        await client.query(`DROP ROLE ${role}`);
      }
    });
  });

  it('is none on MariaDB where the role may not create databases, and one where it may create ours', function () {
    skipWithoutMariadb(this);
    return withMariadb(async (connection, url) => {
      const own = new URL(url);
      const database = own.pathname.slice(1);
      await connection.query(`CREATE USER marked_seller IDENTIFIED BY 'pass'; GRANT SELECT ON \`${database}\`.* TO marked_seller`);
      try {
        const host = hostAt(url.replace(/\/\/[^@]*@/, '//marked_seller:pass@'));
        const answer = await createScratch(host, 'rehearsal', now);
        assert.ok(!answer.ok);
        assert.deepEqual(
          [answer.problem.code, answer.problem.message],
          ['P1010', `The role may not create databases on ${host.address.target.slice(0, host.address.target.lastIndexOf('/'))}.`],
        );
        // What the answer advises is enough.
        const grant = /"(GRANT .* TO )…"/.exec(answer.problem.help)?.[1];
        await connection.query(`${grant}marked_seller`);
        const scratch = await value(createScratch(host, 'rehearsal', now));
        assert.equal(await value(dropScratch(host, scratch.name)), 'dropped');
      } finally {
        await connection.query('DROP USER marked_seller');
      }
    });
  });

  it('is none where the server says no, and the answer holds no password', async () => {
    const url = 'postgresql://marked_user:m4rked-pass@127.0.0.1:1/shop';
    const answer = await createScratch(hostAt(url), 'rehearsal', now);
    assert.ok(!answer.ok);
    assert.equal(answer.problem.code, 'P1001');
    assert.doesNotMatch(JSON.stringify(answer), /m4rked/);
  });
});
