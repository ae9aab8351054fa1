import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { skipWithoutServer, withDatabase } from '../../evidence/server';
import { folderWith } from '../../project/folders';
import { versions } from '../backfills';
import { askedOf, shopOn } from './asked';

for (const version of versions) {
  describe(`the gate drift, PostgreSQL ${version}`, () => {
    before(function () {
      skipWithoutServer(this, version);
    });

    it('is ok behind a deploy, blocked by what Prisma would change back, a warning for the rest', () =>
      withDatabase(version, async (client) => {
        const { folder, url } = await shopOn(client);
        const gate = (kind = 'production') => askedOf('drift', { folder, url, settings: { kind } });
        assert.deepEqual([(await gate()).state, (await gate()).evidence], ['ok', 'The database is what its history says.']);

        await client.query('CREATE FUNCTION own() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$');
        const other = await gate();
        assert.equal(other.state, 'warning', other.evidence);
        await client.query('ALTER TABLE "User" ADD COLUMN "note" TEXT');
        const drifted = await gate();
        assert.deepEqual([drifted.state, drifted.mayOverride, drifted.fix], ['blocked', true, 'lockstep diff --env production']);
        assert.match(drifted.evidence, /"note".*"User".* 1 difference more\.$/);
        assert.equal((drifted.details ?? '').match(/^- /gm)?.length, 2);
        assert.equal((await gate('development')).state, 'warning');
      }));

    it('is skipped where there is nothing to compare', () =>
      withDatabase(version, async (client) => {
        const { folder, url } = await shopOn(client);
        assert.equal((await askedOf('drift', { folder, url: 'postgresql://127.0.0.1:1/shop' })).state, 'skipped');
        await client.query('DROP TABLE _prisma_migrations');
        assert.equal((await askedOf('drift', { folder, url })).state, 'skipped');
        const sqlite = folderWith({ 'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n}\n' });
        writeFileSync(join(sqlite, 'prisma/dev.db'), '');
        assert.equal((await askedOf('drift', { folder: sqlite, url: 'file:./dev.db' })).state, 'skipped');
      }));
  });
}
