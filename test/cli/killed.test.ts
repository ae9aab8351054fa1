import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderWith, migrations, postgresLock, postgresSchema } from '../project/folders';
import { lockstep } from './run';

const user = 'model User {\n  id    Int    @id\n  email String\n}\n';
const init = 'CREATE TABLE "User" ("id" INTEGER NOT NULL, "email" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));';
const optional = 'ALTER TABLE "User" ALTER COLUMN "email" DROP NOT NULL;';

/** More changes of files than a command makes. */
const most = 60;

describe('a command that is killed while it writes', function () {
  this.timeout(600_000);

  it('leaves no half of a migration: lockstep create', async () => {
    const schema = user.replace('email String', 'email String @unique\n  note  String?');
    const files = { '29990101000000_init': init };
    const args = ['create', '--name', 'unique_email'];
    const whole = await wholeRun(schema, files, args);
    assert.equal(whole.added.length, 2);
    const seen = new Set<number>();
    await atEachPoint(schema, files, args, async (cwd) => {
      const added = wholeMigrations(cwd, whole);
      if (seen.size === seen.add(added).size) return;
      // What is there is a beginning of it; the rest is written by the next one.
      const again = await lockstep(['create', '--name', 'again'], { cwd });
      assert.deepEqual([again.code, again.stderr], [0, '']);
      assert.match((await lockstep(['create', '--name', 'nothing'], { cwd })).stdout, /there is nothing to write/);
    });
    assert.deepEqual([...seen].sort(), [0, 1, 2]);
  });

  it('leaves no half of a migration or a schema: lockstep revert', async () => {
    const schema = user.replace('email String', 'email String?');
    const files = { '29990101000000_init': init, '29990102000000_optional': optional };
    const args = ['revert', '29990102000000_optional', '--schema'];
    const whole = await wholeRun(schema, files, args);
    assert.ok(whole.added.length > 1 && whole.schema !== withDatasource(schema));
    const seen = new Set<number>();
    await atEachPoint(schema, files, args, async (cwd) => {
      seen.add(wholeMigrations(cwd, whole));
      assert.ok([withDatasource(schema), whole.schema].includes(schemaOf(cwd)));
    });
    assert.equal(seen.size, whole.added.length + 1);
  });

  it('leaves no half of a rollout, and what it leaves can be completed: lockstep plan start', async () => {
    const schema = user.replace('email String', 'email String\n  slug  String');
    const files = { '29990101000000_init': init };
    const args = ['plan', 'start', '--value', 'User.slug=lower("email")'];
    const whole = await wholeRun(schema, files, args);
    assert.equal(whole.added.length, 2);
    const seen = new Set<string>();
    await atEachPoint(schema, files, args, async (cwd) => {
      const added = wholeMigrations(cwd, whole);
      assert.ok([withDatasource(schema), whole.schema].includes(schemaOf(cwd)));
      const isBegun = existsSync(join(cwd, 'prisma/rollouts/add_user_slug'));
      const state = `${isBegun} ${added} ${schemaOf(cwd) === whole.schema}`;
      if (seen.size === seen.add(state).size) return;
      const shown = isBegun ? await lockstep(['plan', 'show', 'add_user_slug'], { cwd }) : null;
      const isInterrupted = shown?.stdout.includes('was interrupted') === true;
      if (isBegun && !isInterrupted) assert.deepEqual([added, schemaOf(cwd)], [whole.added.length, whole.schema]);
      else {
        const next = await lockstep(isBegun ? ['plan', 'advance', 'add_user_slug'] : args, { cwd });
        assert.deepEqual([next.code, next.stderr], [0, '']);
      }
      assert.deepEqual([wholeMigrations(cwd, whole), schemaOf(cwd)], [whole.added.length, whole.schema]);
    });
    assert.deepEqual([...seen].sort(), ['false 0 false', 'true 0 false', 'true 1 false', 'true 2 false', 'true 2 true']);
  });
});

/** What a command leaves that nobody kills. */
interface Whole {
  /** The names of the migrations that it adds, in order, and their texts. */
  readonly added: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
  readonly schema: string;
}

async function wholeRun(schema: string, files: Readonly<Record<string, string>>, args: readonly string[]): Promise<Whole> {
  const cwd = project(schema, files);
  const { code, stderr } = await lockstep(args, { cwd });
  assert.deepEqual([code, stderr], [0, '']);
  const names = migrationsIn(cwd);
  return {
    added: names.filter((name) => !(name in files)),
    texts: new Map(names.map((name) => [name, textOf(cwd, name)])),
    schema: schemaOf(cwd),
  };
}

/** Kills the command at its first change of a file, in another project at its second, and so on until it ends by itself. */
async function atEachPoint(
  schema: string,
  files: Readonly<Record<string, string>>,
  args: readonly string[],
  look: (cwd: string) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < most; at++) {
    const cwd = project(schema, files);
    const env = {
      NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, 'kill-at.cjs'))}`,
      KILL_AT: String(at),
      KILL_BELOW: join(cwd, 'prisma'),
    };
    const { code, stderr } = await lockstep(args, { cwd, env });
    if (code === 0) {
      assert.ok(at > 5, `it makes only ${at} changes`);
      return;
    }
    assert.ok(code === null || process.platform === 'win32', stderr);
    await look(cwd);
  }
  assert.fail('it does not end');
}

/** How many of the migrations are there: the first ones, each as a whole, and no others. */
function wholeMigrations(cwd: string, { added, texts }: Whole): number {
  const names = migrationsIn(cwd);
  for (const name of names) assert.equal(textOf(cwd, name), texts.get(name), name);
  const there = names.filter((name) => added.includes(name));
  assert.deepEqual(there, added.slice(0, there.length));
  return there.length;
}

function project(schema: string, files: Readonly<Record<string, string>>): string {
  return folderWith({
    '.git/HEAD': '',
    'package.json': '{ "dependencies": { "prisma": "7.10.1" } }',
    'prisma/schema.prisma': withDatasource(schema),
    'prisma/migrations/migration_lock.toml': postgresLock,
    ...migrations('prisma/migrations', files),
  });
}

function withDatasource(schema: string): string {
  return `${postgresSchema}\n${schema}`;
}

function schemaOf(cwd: string): string {
  return readFileSync(join(cwd, 'prisma/schema.prisma'), 'utf8');
}

function migrationsIn(cwd: string): readonly string[] {
  return readdirSync(join(cwd, 'prisma/migrations'))
    .filter((name) => name !== 'migration_lock.toml')
    .sort();
}

function textOf(cwd: string, name: string): string {
  return readFileSync(join(cwd, 'prisma/migrations', name, 'migration.sql'), 'utf8');
}
