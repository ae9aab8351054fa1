import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addFiles, folderWith, migrations, postgresLock, postgresSchema } from '../project/folders';
import { type Ended, lockstep } from './run';

const init = 'CREATE TABLE "User" ("id" INTEGER NOT NULL, "email" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));';
const edited = `${postgresSchema}\nmodel User {\n  id    Int    @id\n  email String\n  slug  String // for links\n}\n`;
/** As Prisma's formatter leaves it, because it was formatted. */
const optional = edited.replace('slug  String', 'slug  String?').replace('Int    @id', 'Int     @id');
const start = ['start', '--value', 'User.slug=lower("email")'];
const name = 'add_user_slug';

describe('lockstep plan', () => {
  it('starts a rollout: its folder, the migrations of the first stage, the edit of the schema', async () => {
    const { cwd, plan } = project();
    const { code, stdout, stderr } = await plan(start);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(
      stdout,
      /^Began the rollout add_user_slug\.\nWrote:\n[\s\S]*\n\nNow: deploy `29990101000001_add_user_slug`, `29990101000002_write_user_slug` /,
    );
    assert.equal(schemaOf(cwd), optional);
    assert.deepEqual(migrationsOf(cwd), ['29990101000000_init', '29990101000001_add_user_slug', '29990101000002_write_user_slug']);
    assert.deepEqual(readdirSync(join(cwd, 'prisma/rollouts', name)).sort(), [
      '1-expand',
      '2-backfill.backfill.json',
      '4-contract',
      'README.md',
      'rollout.json',
    ]);
    const [nothing] = [await lockstep(['create', '--name', 'x'], { cwd })];
    assert.match(nothing.stdout, /there is nothing to write/);
  });

  it('goes through all stages, and says each time what comes next', async () => {
    const { cwd, plan } = project();
    await plan(start);
    const said: string[] = [];
    const step = async (words: readonly string[], code = 0): Promise<void> => {
      const ended = await plan([...words]);
      assert.equal(ended.code, code, ended.stderr);
      said.push(ended.stdout.split('\n')[0] ?? '');
    };
    await step(['advance', name], 6);
    await step(['advance', name, '--skip', 'migrations-applied=deployed by hand']);
    await step(['advance', name, '--skip', 'backfill-complete=counted by hand']);
    await step(['advance', name], 6);
    await step(['confirm', name, '--by', 'Ada', '--note', 'version 42']);
    await step(['advance', name]);
    assert.equal(schemaOf(cwd), edited);
    await step(['advance', name, '--skip', 'migrations-applied=deployed by hand']);
    assert.deepEqual(said, [
      'add_user_slug stays in the stage expand.',
      'add_user_slug begins the stage backfill.',
      'add_user_slug begins the stage release.',
      'add_user_slug stays in the stage release.',
      'Ada confirms the release of add_user_slug in every environment.',
      'add_user_slug begins the stage contract.',
      'add_user_slug is finished.',
    ]);
    const checklist = readFileSync(join(cwd, 'prisma/rollouts', name, 'README.md'), 'utf8');
    assert.doesNotMatch(checklist, /\[ \]/);
    assert.match(checklist, /- \[x\] in every environment, says Ada on \d{4}-\d\d-\d\d: version 42\n/);
    assert.match(checklist, /- \[x\] migrations-applied in every environment, overridden: deployed by hand \(/);
    const linted = await lockstep(['lint'], { cwd });
    assert.deepEqual([linted.code, linted.stdout.split(' in ')[0]], [0, '0 errors, 0 warnings']);
    assert.match((await plan(['advance', name])).stderr, /is finished/);
  });

  it('prints one object as JSON', async () => {
    const { plan } = project();
    const started = JSON.parse((await plan([...start, '--format', 'json'])).stdout);
    assert.deepEqual([started.version, started.rollout, started.outcome, started.stage], [1, name, 'started', 'expand']);
    const refused = await plan(['advance', name, '--format', 'json']);
    const { outcome, stage, gates } = JSON.parse(refused.stdout);
    assert.deepEqual([refused.code, outcome, stage], [6, 'refused', 'expand']);
    assert.deepEqual(gates, [
      {
        ...{ gate: 'migrations-applied', environment: 'every environment', state: 'blocked' },
        evidence: 'lockstep.json names no environment that could be asked.',
      },
    ]);
    const { rollouts } = JSON.parse((await plan(['--format', 'json'])).stdout);
    assert.deepEqual([rollouts.length, rollouts[0].state, rollouts[0].subject], [1, 'stage 1 of 4: expand', 'User.slug']);
    const shown = JSON.parse((await plan(['show', name, '--format', 'json'])).stdout);
    assert.deepEqual(
      shown.stages.map((one: { state: string }) => one.state),
      ['now', 'later', 'later', 'later'],
    );
  });

  it('takes back what was promoted when it is abandoned', async () => {
    const { cwd, plan } = project();
    await plan(start);
    const { code, stdout, stderr } = await plan(['abandon', name, '--by', 'Ada']);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /Drops "User"\."slug" behind a copy of what it holds\./);
    assert.equal(schemaOf(cwd), edited);
    assert.match(backIn(cwd), /DROP TRIGGER [\s\S]*DROP FUNCTION [\s\S]*DROP COLUMN "slug";\n$/);
    const diff = await lockstep(['diff'], { cwd });
    assert.match(diff.stdout, /ALTER TABLE "User" ADD COLUMN {5}"slug" TEXT NOT NULL/);
    assert.match((await plan(['advance', name])).stderr, /is abandoned/);
  });

  it('says that a migration it has promoted is gone, and abandons nothing then', async () => {
    const { cwd, plan } = project();
    await plan(start);
    rmSync(join(cwd, 'prisma/migrations/29990101000001_add_user_slug'), { recursive: true });
    const lost = /promoted "29990101000001_add_user_slug", and the migrations lack it: bring it back/;
    assert.match((await plan(['show', name])).stderr, lost);
    const { code, stderr } = await plan(['abandon', name, '--by', 'Ada']);
    assert.equal(code, 2);
    assert.match(stderr, lost);
    assert.deepEqual(migrationsOf(cwd), ['29990101000000_init', '29990101000002_write_user_slug']);
    assert.equal(schemaOf(cwd), optional);
  });

  it('abandons a rollout all of whose stages are promoted too', async () => {
    const { cwd, plan } = project();
    await toContract(plan);
    assert.equal((await plan(['abandon', name, '--by', 'Ada'])).code, 0);
    assert.equal(schemaOf(cwd), edited);
    assert.match(backIn(cwd), /DROP COLUMN "slug";\n$/);
    assert.doesNotMatch(backIn(cwd), /TRIGGER|FUNCTION/);
  });

  it('completes what was interrupted, at whatever point', async () => {
    const { cwd, plan } = project();
    await plan(start);
    const record = join(cwd, 'prisma/rollouts', name, 'rollout.json');
    const whole = readFileSync(record, 'utf8');
    const promoted = migrationsOf(cwd).slice(1);
    for (const lost of [['schema'], ['schema', 'migrations'], []]) {
      writeFileSync(record, whole.replace('"written": true', '"written": false'));
      if (lost.includes('schema')) writeFileSync(join(cwd, 'prisma/schema.prisma'), edited);
      if (lost.includes('migrations')) for (const one of promoted) rmSync(join(cwd, 'prisma/migrations', one), { recursive: true });
      assert.match(
        (await plan(['show', name])).stdout,
        /Writing the stage expand was interrupted\. Run `lockstep plan advance add_user_slug` again/,
      );
      const { code, stdout, stderr } = await plan(['advance', name]);
      assert.deepEqual([code, stderr], [0, '']);
      assert.match(stdout, /what was interrupted of the stage expand is complete now/);
      assert.deepEqual([schemaOf(cwd), migrationsOf(cwd).slice(1)], [optional, promoted]);
      assert.match(readFileSync(record, 'utf8'), /"written": true/);
    }
  });

  it('goes on only where schema and migrations are what it expects', async () => {
    const { cwd, plan } = project();
    await plan(start);
    const advance = ['advance', name, '--skip', 'migrations-applied=x', '--skip', 'backfill-complete=x', '--skip', 'release-confirmed=x'];
    await plan(advance);
    await plan(advance);
    writeFileSync(join(cwd, 'prisma/schema.prisma'), optional.replace('slug  String?', 'slug  Int?'));
    const changed = await plan(advance);
    assert.deepEqual([changed.code, changed.stderr], [2, '"User.slug" is `slug Int?` in the schema; expected `slug String?`.\n']);
    writeFileSync(join(cwd, 'prisma/schema.prisma'), optional);
    addFiles(cwd, migrations('prisma/migrations', { '29990102000000_drop': 'ALTER TABLE "User" DROP COLUMN "slug";' }));
    const dropped = await plan(advance);
    assert.match(dropped.stderr, /^4-contract\/1-check_user_slug\.sql would fail after the migrations of today: /);
    assert.equal(dropped.code, 2);
    assert.ok(migrationsOf(cwd).every((one) => !one.includes('check')));
  });

  it('says what is wrong: no such rollout, no such gate, a broken file, nothing to roll out', async () => {
    const { cwd, plan } = project();
    assert.match((await plan(['start'])).stdout, /^Began the rollout add_user_slug/);
    assert.match((await plan(['show', 'add_user_slog'])).stderr, /did you mean "add_user_slug"\?/);
    assert.match((await plan(['advance', name, '--skip', 'backfill=x'])).stderr, /there is no gate "backfill"/);
    assert.match((await plan(['advance', name, '--skip', 'backfill-complete'])).stderr, /needs a reason/);
    assert.match((await plan(['confirm', name, '--by', 'Ada'])).stderr, /does not wait for a release\.\nNow: deploy /);
    assert.match((await plan(['advance', name, '--env', 'staging'])).stderr, /names no environment "staging"; it names none/);
    assert.match((await plan(['start'])).stderr, /^There is no such rollout for what the schema changes\./);
    assert.match((await plan(['leap'])).stderr, /cannot "leap"/);
    const record = join(cwd, 'prisma/rollouts', name, 'rollout.json');
    writeFileSync(record, readFileSync(record, 'utf8').replace('"1-expand/1', '"../../1'));
    const broken = await plan([]);
    assert.equal(broken.code, 2);
    assert.match(
      broken.stdout,
      /rollout\.json: Line \d+: "stages\[0\]\.files\[0\]" is the string "[^"]*"; expected a path inside the folder of the rollout\./,
    );
  });

  it('refuses a name that is taken, and a value that is no expression', async () => {
    const { cwd, plan } = project();
    addFiles(cwd, { 'prisma/rollouts/mine/README.md': '' });
    assert.match((await plan([...start, '--name', 'Mine'])).stderr, /There is a rollout "Mine" already/);
    const injected = await plan(['start', '--value', 'User.slug=1); DROP TABLE "User"; --']);
    assert.match(injected.stderr, /is not one SQL expression/);
    assert.equal(schemaOf(cwd), edited);
    assert.ok(!existsSync(join(cwd, 'prisma/rollouts', name)));
  });
});

type Plan = (words: readonly string[]) => Promise<Ended>;

async function toContract(plan: Plan): Promise<void> {
  await plan(start);
  const skips = ['migrations-applied', 'backfill-complete', 'release-confirmed'].flatMap((gate) => ['--skip', `${gate}=test`]);
  for (let stage = 0; stage < 3; stage++) assert.equal((await plan(['advance', name, ...skips])).code, 0);
}

function project(): { readonly cwd: string; readonly plan: Plan } {
  const cwd = folderWith({
    '.git/HEAD': '',
    'package.json': '{ "dependencies": { "prisma": "7.10.1" } }',
    'prisma/schema.prisma': edited,
    'prisma/migrations/migration_lock.toml': postgresLock,
    ...migrations('prisma/migrations', { '29990101000000_init': init }),
  });
  return { cwd, plan: (words) => lockstep(['plan', ...words], { cwd }) };
}

function schemaOf(cwd: string): string {
  return readFileSync(join(cwd, 'prisma/schema.prisma'), 'utf8');
}

/** What takes a rollout back. */
function backIn(cwd: string): string {
  const names = migrationsOf(cwd).filter((one) => one.includes('abandon'));
  return names.map((one) => readFileSync(join(cwd, 'prisma/migrations', one, 'migration.sql'), 'utf8')).join('');
}

function migrationsOf(cwd: string): readonly string[] {
  return readdirSync(join(cwd, 'prisma/migrations'))
    .filter((one) => one !== 'migration_lock.toml')
    .sort();
}
