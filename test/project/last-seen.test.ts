import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectOf } from '../../server/src/project/discover';
import { environmentFile } from '../../server/src/project/environment-files';
import { rememberSeen, type SeenEnvironment, seenEnvironments } from '../../server/src/project/last-seen';
import type { Project } from '../../server/src/project/project';
import { serverName, serverVersionOf } from '../../server/src/project/server-version';
import { readSnapshot, withText } from '../../server/src/project/snapshot';
import { folderWith, migrations, postgresLock, postgresSchema } from './folders';

const init = 'CREATE TABLE "User" ("id" INTEGER PRIMARY KEY);';
const change = 'ALTER TABLE "User" ADD COLUMN "note" TEXT;';
const sum = (text: string): string => createHash('sha256').update(text).digest('hex');

const environments = [
  { name: 'staging', kind: 'staging' },
  { name: 'production', kind: 'production' },
];

describe('what was seen of an environment', () => {
  let cache: string | undefined;
  beforeEach(() => {
    cache = process.env.LOCKSTEP_CACHE;
    process.env.LOCKSTEP_CACHE = folderWith({});
  });
  afterEach(() => {
    if (cache === undefined) delete process.env.LOCKSTEP_CACHE;
    else process.env.LOCKSTEP_CACHE = cache;
  });

  async function project(settings: object = { environments }): Promise<Project> {
    const folder = folderWith({
      '.git/HEAD': '',
      'lockstep.json': JSON.stringify(settings),
      'prisma/schema.prisma': postgresSchema,
      'prisma/migrations/migration_lock.toml': postgresLock,
      ...migrations('prisma/migrations', { '20250101000000_init': init, '20250102000000_change': change }),
    });
    return (await projectOf(folder)) ?? assert.fail();
  }

  const seen = (environment: string, more: Partial<SeenEnvironment> = {}): SeenEnvironment => ({
    environment,
    kind: environment === 'production' ? 'production' : 'staging',
    at: '2026-11-20T10:00:00.000Z',
    serverVersion: '16.4 (Debian 16.4-1)',
    applied: new Map([['20250101000000_init', sum(init)]]),
    ...more,
  });

  it('is read back as it was, the most protected first', async () => {
    const one = await project();
    assert.deepEqual(seenEnvironments(one), []);
    rememberSeen(one, seen('staging', { at: '2026-11-20T11:00:00.000Z' }));
    rememberSeen(one, seen('production'));
    assert.deepEqual(seenEnvironments(one), [seen('production'), seen('staging', { at: '2026-11-20T11:00:00.000Z' })]);
  });

  it('is news only where the server or its migrations are others', async () => {
    const one = await project();
    assert.equal(rememberSeen(one, seen('production')), true);
    assert.equal(rememberSeen(one, seen('production', { at: '2026-11-21T10:00:00.000Z' })), false);
    assert.equal(rememberSeen(one, seen('production', { applied: new Map() })), true);
    assert.equal(rememberSeen(one, seen('production', { applied: new Map(), serverVersion: '17.0' })), true);
  });

  it('is nothing where lockstep.json names the environment no more, or as another kind', async () => {
    const one = await project({ environments: [{ name: 'production', kind: 'staging' }] });
    rememberSeen(one, seen('production'));
    rememberSeen(one, seen('gone'));
    assert.deepEqual(seenEnvironments(one), []);
  });

  it('is nothing where the file is damaged, or cannot be written', async () => {
    const one = await project();
    rememberSeen(one, seen('production'));
    const path = environmentFile(process.env.LOCKSTEP_CACHE ?? '', one.root, 'production', '.seen.json');
    for (const text of ['', '{', '[]', '{"version":1}', '{"version":2,"environment":"production"}']) {
      writeFileSync(path, text);
      assert.deepEqual(seenEnvironments(one), [], text);
    }
    process.env.LOCKSTEP_CACHE = join(path, 'below-a-file');
    assert.equal(rememberSeen(one, seen('production')), false);
  });

  it('makes history of what production has, without git', async () => {
    const one = await project();
    const statesIn = async (): Promise<readonly string[]> =>
      (await readSnapshot(one, new Map())).migrations.map(({ facts }) => facts.state);
    assert.deepEqual(await statesIn(), ['pending', 'pending']);
    rememberSeen(one, seen('staging', { applied: new Map([['20250102000000_change', sum(change)]]) }));
    assert.deepEqual(await statesIn(), ['pending', 'pending'], 'only what is protected counts');
    rememberSeen(one, seen('production'));
    const snapshot = await readSnapshot(one, new Map());
    assert.deepEqual(await statesIn(), ['history', 'pending']);
    assert.deepEqual([snapshot.historyIsKnown, snapshot.historyProblem, snapshot.seenIn], [true, null, 'production']);
    const asked = await readSnapshot(one, new Map(), { seen: [] });
    assert.deepEqual([asked.historyIsKnown, asked.seenIn], [false, null], 'unless the cache is not to be read');
  });

  it('tells an edit of it from line ends, saved or not', async () => {
    const one = await project();
    rememberSeen(one, seen('production'));
    const snapshot = await readSnapshot(one, new Map());
    const path = snapshot.migrations[0]?.path ?? assert.fail();
    const stateWith = (text: string) => withText(snapshot, path, text)?.migrations[0]?.facts.state;
    assert.equal(stateWith(`${init} -- more`), 'edited');
    assert.equal(stateWith(init), 'history');
    writeFileSync(path, `${init}\n`);
    assert.equal((await readSnapshot(one, new Map())).migrations[0]?.facts.state, 'edited');
  });

  it('leaves a baseline and a named commit to decide alone', async () => {
    const one = await project({ environments, baseline: '20250102000000_change' });
    rememberSeen(one, seen('production'));
    const snapshot = await readSnapshot(one, new Map());
    assert.deepEqual(
      snapshot.migrations.map(({ facts }) => facts.state),
      ['history', 'history'],
    );
    assert.equal(snapshot.seenIn, null);
  });

  it('says which server effects are foretold for, where nobody else does', async () => {
    const one = await project();
    assert.equal(serverName(serverVersionOf(one, null)), 'PostgreSQL 15 (assumed)');
    rememberSeen(one, seen('staging', { serverVersion: '17.2' }));
    assert.equal(serverName(serverVersionOf(one, null)), 'PostgreSQL 17 (as staging)');
    rememberSeen(one, seen('production'));
    assert.equal(serverName(serverVersionOf(one, null)), 'PostgreSQL 16 (as production)');
    assert.equal(serverName(serverVersionOf(one, 14)), 'PostgreSQL 14');
    assert.equal(serverVersionOf(await project({ environments, server: { postgresql: '13' } }), null).version, 13);
  });

  it('takes the nearest server that is supported', async () => {
    const one = await project();
    for (const [stated, version] of [
      ['11.22', 12],
      ['19beta1', 18],
    ] as const) {
      rememberSeen(one, seen('production', { serverVersion: stated }));
      assert.equal(serverVersionOf(one, null).version, version);
    }
  });
});
