import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RehearsedStatement } from '../../server/src/deploy/rehearsal/rehearsal';
import { checksumOf, storeRehearsal } from '../../server/src/deploy/rehearsal/stored';
import { addFiles, folderWith, migrations, postgresLock, postgresSchema } from '../project/folders';
import { type Ended, lockstep, root } from './run';
import { shop } from './shop';

const init = 'CREATE TABLE "User" ("id" INTEGER NOT NULL, "email" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));';
const schema = `${postgresSchema}\nmodel User {\n  id    Int    @id\n  email String\n}\n`;
const environments = [
  { name: 'staging', kind: 'staging' },
  { name: 'production', kind: 'production', after: ['staging'], smokeTest: 'npm run smoke', backup: { maxAgeHours: 24 } },
];

function project(pending: string, settings: object = {}, schemaText = schema): string {
  return folderWith({
    '.git/HEAD': '',
    'lockstep.json': JSON.stringify({ baseline: '20250101000000_init', ...settings }),
    'prisma/schema.prisma': schemaText,
    'prisma/migrations/migration_lock.toml': postgresLock,
    ...migrations('prisma/migrations', { '20250101000000_init': init, ...(pending === '' ? {} : { '20250102000000_change': pending }) }),
  });
}

const report = (cwd: string, ...words: readonly string[]): Promise<Ended> => lockstep(['report', ...words], { cwd });

async function tasksOf(cwd: string, ...words: readonly string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await report(cwd, ...words);
  assert.equal(code, 0, stderr);
  return stdout.split('\n').flatMap((line) => (line.startsWith('- [ ] ') ? [line.slice(6)] : []));
}

function stats(cwd: string, rows: number): string {
  const file = join(cwd, 'stats.json');
  const tables = { 'public.User': { rows, bytes: rows * 200, indexes: 1 } };
  writeFileSync(
    file,
    JSON.stringify({ version: 1, environment: 'production', kind: 'production', takenAt: '2020-01-01T00:00:00.000Z', tables }),
  );
  return file;
}

describe('lockstep report', () => {
  it('says the worst thing first, then each statement, how to go back, and what to do', async () => {
    const { code, stdout, stderr } = await report(shop());
    assert.deepEqual([code, stderr], [0, '']);
    assert.equal(
      stdout,
      [
        '## Migrations',
        '',
        '**Dropping `User.email` deletes its data.**',
        '',
        '1 migration, 1 statement · 1 error, 0 warnings · PostgreSQL 15 · Prisma of unknown version',
        '',
        '### `20250103000000_drop_email`',
        '',
        'The only statement of its file.',
        '',
        '| line | statement | lock | blocks | work | rows | time |',
        '| ---: | --- | --- | --- | --- | --- | --- |',
        '| 1 | drop column "User"."email" | ACCESS EXCLUSIVE on "User" | reads and writes | – | – | instant |',
        '',
        '- **error**, line 1: Dropping "User"."email" deletes its data. First release an application that no longer uses the column, keep a copy of its data, then drop it. `column-dropped`',
        '',
        '### Going back',
        '',
        ...stdout
          .split('\n')
          .filter((line) => line.startsWith('- `20250103000000_drop_email`: `lockstep revert 20250103000000_drop_email`.')),
        '',
        '### Before the deploy',
        '',
        '- [ ] A second person has read the SQL.',
        '- [ ] 1 error resolved, or suppressed with a reason.',
        '- [ ] The release that no longer uses "User"."email" runs everywhere.',
        '- [ ] Going back is agreed: reverting 20250103000000_drop_email does not bring everything back, a backup does.',
        '',
        '### After the deploy',
        '',
        '- [ ] `lockstep status` says that each environment is up to date.',
        '',
      ].join('\n'),
    );
  });

  it('asks for what the environments ask for', async () => {
    const cwd = project('ALTER TABLE "User" ALTER COLUMN "id" SET DATA TYPE BIGINT;', { environments });
    assert.deepEqual(await tasksOf(cwd, '--stats', stats(cwd, 40_200_000)), [
      'A second person has read the SQL.',
      '1 warning weighed: a safe plan, or a reason why not.',
      ...(await tasksOf(cwd)).filter((task) => task.startsWith('Going back is agreed')),
      'Rehearsed on a copy: `lockstep rehearse --env production`.',
      'Deployed to staging, and looked at there, before production.',
      'A verified backup of production, at most 24 hours old: `lockstep backup --env production`.',
      'A quiet hour is chosen, and people know: reads and writes of "User" (40.2 M rows, 7.5 GB) wait meanwhile.',
      '`lockstep status --env staging` and `lockstep status --env production` say up to date.',
      'The smoke test of production passes: `npm run smoke`.',
      'Errors and lock waits stay as they were for half an hour.',
    ]);
  });

  it('asks for little where nothing can go wrong', async () => {
    const cwd = project('CREATE TABLE "Team" ("id" INTEGER PRIMARY KEY);');
    const { stdout } = await report(cwd);
    assert.match(stdout, /\*\*Nothing here loses data, fails on existing rows, or holds up a table that is in use\.\*\*/);
    assert.match(stdout, /^1 statement, which holds up no table in use\.$/m);
    assert.deepEqual(await tasksOf(cwd), [
      'A second person has read the SQL.',
      ...(await tasksOf(cwd)).filter((task) => task.startsWith('Going back is agreed')),
      '`lockstep status` says that each environment is up to date.',
    ]);
  });

  it('never passes over what it could not read', async () => {
    const { stdout } = await report(project('FROBNICATE;'));
    assert.doesNotMatch(stdout, /Nothing here loses data/);
    assert.match(stdout, /\| 1 \| not analysed \|/);
  });

  it('names rows that a statement changes, and what a rollout still has to fill', async () => {
    const cwd = project(`UPDATE "User" SET "email" = lower("email");`);
    const { stdout } = await report(cwd, '--stats', stats(cwd, 12_400_000));
    assert.match(stdout, /### Rows that are changed\n\n- `"User"`: 12\.4 M rows, in one statement of `20250102000000_change`\.\n/);

    const rolling = project('', {}, `${schema.replace('email String', 'email String\n  slug  String')}`);
    const started = await lockstep(['plan', 'start', '--value', 'User.slug=lower("email")'], { cwd: rolling });
    assert.equal(started.code, 0, started.stderr);
    const second = await report(rolling, '--stats', stats(rolling, 12_400_000));
    const command = 'lockstep backfill prisma/rollouts/add_user_slug/2-backfill.backfill.json';
    assert.ok(
      second.stdout.includes(`- \`"User"\`: 12.4 M rows, about 12400 batches to begin with, in batches: \`${command}\``),
      second.stdout,
    );
  });

  it('says what of the schema is in no migration, and when nothing is pending', async () => {
    const { stdout } = await report(project('', {}, schema.replace('email String', 'email String?')));
    assert.equal(stdout, '## Migrations\n\nNo migration is pending.\n\n1 change of the schema is in no migration yet.\n');
  });

  it('tells the times of a rehearsal, as long as the file is the one that was rehearsed', async () => {
    const sql = 'ALTER TABLE "User" ALTER COLUMN "id" SET DATA TYPE BIGINT;';
    const cwd = project(sql, { environments });
    const statement: RehearsedStatement = {
      index: 0,
      span: { start: 0, end: sql.length - 1 },
      line: 1,
      sql,
      state: 'ran',
      reason: null,
      milliseconds: 840,
      rows: null,
      seen: null,
      foretold: null,
      differences: [],
      error: null,
      estimate: null,
    };
    const migration = { name: '20250102000000_change', checksum: checksumOf(Buffer.from(sql)), state: 'ran', milliseconds: 840 } as const;
    storeRehearsal(cwd, {
      version: 1,
      environment: 'production',
      provider: 'postgresql',
      startedAt: '2026-11-20T10:00:00.000Z',
      milliseconds: 840,
      copy: { kind: 'clone', server: 'PostgreSQL 15.18', target: 'localhost:5432', rows: { type: 'cloned' } },
      targetVersion: '15',
      execution: 'per-statement',
      notes: [],
      rows: {},
      migrations: [{ ...migration, statements: [statement] }],
    });
    assert.match((await report(cwd)).stdout, /\| 0\.8 s in the rehearsal \|/);
    assert.ok(!(await tasksOf(cwd)).some((task) => task.startsWith('Rehearsed on a copy')));
    writeFileSync(join(cwd, 'prisma/migrations/20250102000000_change/migration.sql'), `${sql}\n-- more`);
    assert.doesNotMatch((await report(cwd)).stdout, /rehearsal \|/);
    assert.ok((await tasksOf(cwd)).some((task) => task.startsWith('Rehearsed on a copy')));
  });

  it('prints the same as data', async () => {
    const cwd = project('ALTER TABLE "User" ALTER COLUMN "id" SET DATA TYPE BIGINT;');
    const { stdout } = await report(cwd, '--format', 'json');
    const { version, projects } = JSON.parse(stdout);
    assert.equal(version, 1);
    const [{ migrations: reported, checklist }] = projects;
    assert.equal(reported[0].name, '20250102000000_change');
    assert.equal(reported[0].path, 'prisma/migrations/20250102000000_change/migration.sql');
    assert.deepEqual(reported[0].statements[0].tables, [
      {
        relation: 'public.User',
        lock: 'ACCESS EXCLUSIVE',
        blocks: 'reads and writes',
        rewritten: true,
        scanned: true,
        rows: null,
        bytes: null,
      },
    ]);
    assert.equal(reported[0].rollback.command, 'lockstep revert 20250102000000_change');
    assert.ok(checklist.before.length > 0);
  });

  it('reports on the example project', async () => {
    const { code, stdout } = await report(join(root, 'examples/shop'));
    assert.equal(code, 0);
    assert.match(stdout, /\*\*Adding required `User\.status` fails on every existing row\.\*\*/);
  });

  it('takes names that would end a cell or a code span as they are', async () => {
    const cwd = project('');
    addFiles(
      cwd,
      migrations('prisma/migrations', { '20250103000000_a|b `c`': 'ALTER TABLE "User" ADD COLUMN "a|b" TEXT, DROP COLUMN "email";' }),
    );
    const { stdout } = await report(cwd);
    assert.ok(stdout.includes('add column "User"."a\\|b" TEXT'), stdout);
    assert.ok(stdout.includes("### `20250103000000_a|b 'c'`"), stdout);
    assert.ok(stdout.includes("`` lockstep revert '20250103000000_a|b `c`' ``"), stdout);
  });
});
