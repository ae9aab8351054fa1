import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withIgnores } from '../../../server/src/deploy/drift/ignore-object';
import { driftTexts } from '../../../server/src/deploy/drift/texts';
import { skipWithoutServer, withDatabase } from '../../evidence/server';
import { addFiles, migrations } from '../../project/folders';
import { urlOf } from '../backfills';
import { projectIn } from '../environments';
import { compared, deployedShop, sentencesOf } from './shop';

const version = 15;

describe('a comparison with a database', function () {
  this.timeout(60_000);

  before(function () {
    skipWithoutServer(this, version);
  });

  it('needs no right on any table but on the history', () =>
    withDatabase(version, async (client) => {
      const { drift } = await deployedShop(client);
      await client.query(`DO $$ BEGIN IF to_regrole('visitor') IS NULL THEN CREATE ROLE visitor LOGIN; END IF; END $$`);
      const visitor = urlOf(client).replace('//postgres@', '//visitor@');
      const refused = await drift('history', visitor);
      assert.equal(refused.type === 'unreachable' ? refused.problem.code : null, 'P1010');
      await client.query('GRANT SELECT ON _prisma_migrations TO visitor');
      assert.deepEqual(sentencesOf(await drift('history', visitor)), []);
      await client.query('DROP OWNED BY visitor; DROP ROLE visitor');
    }));

  it('finds nothing in an empty database, and everything in one without a history', () =>
    withDatabase(version, async (client) => {
      const { drift } = await deployedShop(client);
      await client.query('DROP TABLE _prisma_migrations');
      const unmanaged = compared(await drift());
      assert.ok(unmanaged.differences.some(({ sentence }) => sentence === 'Table "User" exists only in the database.'));
      assert.ok(unmanaged.differences.every(({ change }) => change === 'only-in-database'));
      assert.match(unmanaged.notes.join(), /no history of migrations/);
      await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
      assert.deepEqual(sentencesOf(await drift()), []);
    }));

  it('takes what is pending for what it is: not there yet', () =>
    withDatabase(version, async (client) => {
      const { drift, folder } = await deployedShop(client);
      addFiles(folder, migrations('prisma/migrations', { '20260103000000_more': 'CREATE TABLE later (id integer);\n' }));
      assert.deepEqual(sentencesOf(await drift()), []);
      await client.query('CREATE TABLE later (id integer)');
      assert.deepEqual(sentencesOf(await drift()), ['Table "later" exists only in the database.']);
    }));

  it('says what edited, missing and failed migrations mean for it', () =>
    withDatabase(version, async (client) => {
      const { drift, folder, directory, prisma } = await deployedShop(client);
      addFiles(folder, migrations('prisma/migrations', { '20260103000000_gone': 'CREATE TABLE gone (id integer);\n' }));
      await prisma.deploy();
      rmSync(join(directory, '20260103000000_gone'), { recursive: true });
      addFiles(folder, migrations('prisma/migrations', { '20260104000000_wrong': 'ALTER TABLE nobody ADD COLUMN x integer;\n' }));
      await prisma.deploy();
      writeFileSync(join(directory, '20260102000000_own/migration.sql'), '-- nothing\n', { flag: 'a' });
      const { notes, differences } = compared(await drift());
      assert.deepEqual(
        differences.map(({ sentence }) => sentence),
        ['Table "gone" exists only in the database.'],
      );
      assert.deepEqual(notes, [
        'Edited after it was applied: 20260102000000_own. The file is taken for what was applied.',
        'Applied, and not in the project: 20260103000000_gone. What it has done is a difference.',
        'Failed, or still running: 20260104000000_wrong. What it has left is a difference.',
      ]);
    }));

  it('looks into the schema of the URL, and leaves those alone that the project does not know', () =>
    withDatabase(version, async (client) => {
      const { drift } = await deployedShop(client);
      await client.query(
        'ALTER SCHEMA public RENAME TO "My shop"; CREATE SCHEMA public; CREATE SCHEMA auth; CREATE TABLE auth.users (id integer)',
      );
      await client.query('CREATE TABLE public.other (id integer)');
      const url = urlOf(client, undefined, `&schema=${encodeURIComponent('My shop')}`);
      assert.deepEqual(sentencesOf(await drift('history', url)), []);
      await client.query('CREATE TABLE "My shop".mine (id integer)');
      assert.deepEqual(sentencesOf(await drift('history', url)), ['Table "mine" exists only in the database.']);
    }));

  it('tells of an index that could not be built', () =>
    withDatabase(version, async (client) => {
      const { drift } = await deployedShop(client);
      await client.query(`INSERT INTO "User" (email, name, age) VALUES ('a', 'x', 1), ('b', 'x', 1)`);
      await client.query('DROP INDEX "User_name_idx"');
      await assert.rejects(client.query('CREATE UNIQUE INDEX CONCURRENTLY "User_name_idx" ON "User" (name)'));
      assert.deepEqual(sentencesOf(await drift()), ['Index "User_name_idx" of "User" is invalid: building it has failed.']);
    }));

  it('leaves out what lockstep.json ignores, also a whole schema', () =>
    withDatabase(version, async (client) => {
      const ignore = ['public.User.legacy', 'audit', 'own_schema.*', 'public.touch'];
      const { drift, folder } = await deployedShop(client, JSON.stringify({ drift: { ignore } }));
      addFiles(folder, migrations('prisma/migrations', { '20260103000000_schema': 'CREATE SCHEMA own_schema;\n' }));
      await client.query('ALTER TABLE "User" ADD COLUMN legacy text; CREATE TABLE audit (id integer PRIMARY KEY)');
      await client.query('CREATE SCHEMA own_schema; CREATE TABLE own_schema.x (id integer)');
      const { differences, ignored, unusedIgnores } = compared(await drift());
      assert.deepEqual([differences, ignored.length, unusedIgnores], [[], 4, ['public.touch']]);
    }));

  it('adds to what is ignored, and keeps the rest of the file', async () => {
    await withDatabase(version, async (client) => {
      const { folder } = await deployedShop(client, '{\n  // ours\n  "drift": { "ignore": ["public.a"] }\n}\n');
      const written = withIgnores(await projectIn(folder), ['public.b', 'public.a', 'public.c']);
      assert.ok(written.ok);
      assert.deepEqual(written.text.replace(/\s+/g, ' '), '{ // ours "drift": { "ignore": [ "public.a", "public.b", "public.c" ] } } ');
      writeFileSync(written.path, '{}\n');
      const first = withIgnores(await projectIn(folder), ['public.b']);
      assert.deepEqual(JSON.parse(first.ok ? first.text : ''), { drift: { ignore: ['public.b'] } });
    });
  });

  it('has texts with the names of the database, also where they look like those that stand in for them', () =>
    withDatabase(version, async (client) => {
      const { drift, folder } = await deployedShop(client);
      await client.query(`CREATE TYPE "E_Kind" AS ENUM ('E_x', 'not a name');
        CREATE TABLE "M_odd" (id integer PRIMARY KEY, "E_Kind" "E_Kind" NOT NULL DEFAULT 'E_x', "M_text" text NOT NULL DEFAULT 'M_User and E_Role')`);
      const { text } = driftTexts(compared(await drift()), await projectIn(folder)).database;
      const block = (start: string): string => text.slice(text.indexOf(start), text.indexOf('\n}\n', text.indexOf(start)) + 3);
      assert.equal(block('enum E_Kind'), 'enum E_Kind {\n  E_x\n  not_a_name @map("not a name")\n}\n');
      assert.match(block('model M_odd'), /\n {2}E_Kind E_Kind @default\(E_x\)\n {2}M_text String @default\("M_User and E_Role"\)\n/);
    }));

  it('has two texts that differ in the differences alone', () =>
    withDatabase(version, async (client) => {
      const { drift, folder } = await deployedShop(client);
      const project = await projectIn(folder);
      const same = driftTexts(compared(await drift()), project);
      assert.equal(same.expected.text, same.database.text);
      assert.match(same.database.text, /model User \{\n {2}id Int @default\(autoincrement\(\)\)\n/);
      // Enums are called what people call them, and say nothing twice.
      assert.match(same.database.text, /\n {2}role Role @default\(USER\)\n/);
      assert.match(same.database.text, /(^|\n)enum Role \{\n {2}USER\n {2}ADMIN\n\}\n/);
      assert.doesNotMatch(same.database.text, /\b[ME]_|@@map\("(User|Post|Role)"\)/);
      assert.match(same.database.text, /\n\/\/ view public\.adults: /);
      await client.query('ALTER TABLE "User" ADD COLUMN status text; DROP VIEW adults');
      const { expected, database } = driftTexts(compared(await drift()), project);
      const lines = (text: string): ReadonlySet<string> => new Set(text.split('\n'));
      const only = (a: string, b: string): readonly string[] => [...lines(a)].filter((line) => !lines(b).has(line));
      assert.deepEqual(only(database.text, expected.text), ['  status String?']);
      assert.deepEqual(only(expected.text, database.text), ['// view public.adults: view (id, email) of public.User (age, email, id)']);
      assert.deepEqual([expected.label, database.label], ['history of test', 'test']);
    }));
});
