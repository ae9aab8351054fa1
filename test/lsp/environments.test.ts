import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ProtocolConnection } from 'vscode-languageserver/node';
import { sealed } from '../../client/src/environments/sealed-secret';
import { statisticsJson, statisticsPath } from '../../server/src/project/statistics/statistics-file';
import {
  type EnvironmentParams,
  type EnvironmentState,
  environmentStateRequest,
  environmentsRequest,
  matrixRequest,
  type ProjectEnvironments,
  type Report,
  type SecretParams,
  type SetUpParams,
  type SetUpResult,
  type StatisticsResult,
  secretRequest,
  setUpRequest,
  statisticsRequest,
} from '../../server/src/protocol';
import { addFiles, folderWith, migrations, postgresLock, postgresSchema } from '../project/folders';
import { startClient, type TestClient } from './test-client';

const secretUrl = 'postgresql://shop:hunter2@127.0.0.1:1/secret';

const shop = (settings: object | null, files: Readonly<Record<string, string>> = {}): string =>
  folderWith({
    'package.json': '{ "name": "shop", "devDependencies": { "prisma": "7.10.1" } }',
    'node_modules/.keep': '',
    'prisma/schema.prisma': `${postgresSchema}\nmodel Order {\n  id   Int     @id\n  note String?\n\n  @@index([note])\n}\n`,
    'prisma/migrations/migration_lock.toml': postgresLock,
    ...migrations('prisma/migrations', {
      '20260101000000_orders': 'CREATE TABLE "Order" ("id" INTEGER PRIMARY KEY, "note" TEXT);\n',
      '20260102000000_note': 'CREATE INDEX "Order_note_idx" ON "Order"("note");\n',
    }),
    ...(settings !== null && { 'lockstep.json': JSON.stringify(settings) }),
    ...files,
  });

const environments = {
  baseline: '20260101000000_orders',
  environments: [
    { name: 'dev', kind: 'development', url: { env: 'SHOP_URL_FOR_TESTS' } },
    { name: 'production', kind: 'production', url: { secret: true } },
  ],
};

describe('environments in an editor', () => {
  let client: TestClient | undefined;
  afterEach(async () => {
    await client?.dispose();
    client = undefined;
  });

  /** `log` gets everything that client and server say to each other about secrets. */
  async function started(folder: string, options = {}, log: unknown[] = []): Promise<{ connection: ProtocolConnection; root: string }> {
    client = await startClient({ folders: [folder], options: { commands: true, ...options } });
    client.connection.onRequest(secretRequest, (params: SecretParams) => {
      const answer = params.environment === 'production' ? sealed(secretUrl, params.publicKey) : null;
      log.push(params, answer);
      return answer;
    });
    return { connection: client.connection, root: pathToFileURL(folder).toString() };
  }

  const list = (connection: ProtocolConnection) => connection.sendRequest<readonly ProjectEnvironments[]>(environmentsRequest);
  const stateOf = (connection: ProtocolConnection, params: EnvironmentParams) =>
    connection.sendRequest<EnvironmentState | null>(environmentStateRequest, params);

  it('are told with their places, and no secret is', async () => {
    const log: unknown[] = [];
    const { connection, root } = await started(
      shop(environments, { '.env': 'SHOP_URL_FOR_TESTS="postgresql://u:hunter2@127.0.0.1:1/dev"' }),
      {},
      log,
    );
    const [project, ...others] = await list(connection);
    assert.deepEqual(others, []);
    assert.deepEqual([project?.root, project?.detail], [root, 'PostgreSQL, Prisma 7.10.1']);
    assert.deepEqual(project?.environments, [
      { name: 'dev', kind: 'development', target: '127.0.0.1:1/dev', problem: null, isSecret: false, unfinished: null },
      { name: 'production', kind: 'production', target: '127.0.0.1:1/secret', problem: null, isSecret: true, unfinished: null },
    ]);
    assert.equal(log.length, 2);
    assert.doesNotMatch(JSON.stringify([log, project]), /hunter2/);
  });

  it('say why they cannot be asked, and what to do', async () => {
    const { connection, root } = await started(shop(environments));
    const production = await stateOf(connection, { root, environment: 'production' });
    assert.deepEqual([production?.state, production?.words, production?.migrations], ['unreachable', 'unreachable (P1001)', []]);
    assert.match(production?.problem ?? '', /^The database at 127\.0\.0\.1:1\/secret cannot be reached: connection refused\. Check /);
    const dev = await stateOf(connection, { root, environment: 'dev' });
    assert.deepEqual([dev?.state, dev?.words], ['invalid', 'no usable URL']);
    assert.equal(await stateOf(connection, { root, environment: 'nowhere' }), null);
    const matrix = await connection.sendRequest<Report | null>(matrixRequest, { uri: root });
    assert.match(
      matrix?.text ?? '',
      /^# Migrations of .+\n\nPostgreSQL, Prisma 7\.10\.1\n\n\| environment \| kind \| database \| state \|\n/,
    );
    assert.match(matrix?.text ?? '', /\| production \| production \| `127\.0\.0\.1:1\/secret` \| unreachable \(P1001\) \|\n/);
    assert.doesNotMatch(JSON.stringify([production, dev, matrix]), /hunter2/);
    const statistics = await connection.sendRequest<StatisticsResult>(statisticsRequest, { root, environment: 'production' });
    assert.equal(statistics.isTaken, false);
    assert.match(statistics.message, /cannot be reached/);
  });

  it('are not connected in an untrusted workspace', async () => {
    const log: unknown[] = [];
    const { connection, root } = await started(shop(environments), { trusted: false }, log);
    const state = await stateOf(connection, { root, environment: 'production' });
    assert.deepEqual(
      [state?.state, state?.problem],
      ['invalid', 'Nothing is connected in an untrusted workspace. Trust the workspace to see its environments.'],
    );
    assert.equal(
      (await connection.sendRequest<SetUpResult>(setUpRequest, { root, chosen: null } satisfies SetUpParams)).problem,
      'Trust the workspace to set up its environments.',
    );
    assert.deepEqual(log, [], 'no secret is asked for');
  });

  it('are proposed from what there is, and written beside what lockstep.json has', async () => {
    const folder = shop(null, {
      '.env': '# local\nDATABASE_URL="postgresql://u:hunter2@localhost:5432/shop_dev"\nPORT=3000\n',
      '.env.staging':
        'DIRECT_URL=postgresql://u:hunter2@db.example.com/direct\nDATABASE_URL=postgresql://u:hunter2@db.example.com:6543/shop\n',
      '.env.example': 'DATABASE_URL=postgresql://example\n',
    });
    addFiles(folder, { 'lockstep.json': '{\n  // ours\n  "smallTable": {\n    "rows": 5\n  }\n}\n' });
    const { connection, root } = await started(folder);
    const ask = (chosen: readonly string[] | null) =>
      connection.sendRequest<SetUpResult>(setUpRequest, { root, chosen } satisfies SetUpParams);
    const found = await ask(null);
    assert.deepEqual(
      found.candidates.map(({ name, kind, source, target, isSecret }) => [name, kind, source, target, isSecret]),
      [
        ['dev', 'development', 'DATABASE_URL in .env', 'localhost:5432/shop_dev', false],
        ['staging', 'staging', 'DATABASE_URL in .env.staging', 'db.example.com:6543/shop', false],
        ['production', 'production', 'a URL kept in the secret storage', null, true],
      ],
    );
    assert.doesNotMatch(JSON.stringify(found), /hunter2/);
    const { file } = await ask(['dev', 'staging', 'production']);
    assert.equal(file?.isNew, false);
    assert.equal(
      file?.text,
      `{
  // ours
  "smallTable": {
    "rows": 5
  },
  "environments": [
    {
      "name": "dev",
      "kind": "development",
      "url": {
        "env": "DATABASE_URL"
      }
    },
    {
      "name": "staging",
      "kind": "staging",
      "url": {
        "envFile": ".env.staging",
        "name": "DATABASE_URL"
      }
    },
    {
      "name": "production",
      "kind": "production",
      "url": {
        "secret": true
      },
      "after": [
        "staging"
      ]
    }
  ]
}
`,
    );
    assert.equal(readFileSync(join(folder, 'lockstep.json'), 'utf8').includes('environments'), false, 'nothing is written');
  });

  it('make findings, lenses and hovers speak of sizes that were taken', async () => {
    const folder = shop(environments);
    const tables = new Map([['public.Order', { rows: 40_200_000, bytes: 8.1 * 1024 ** 3, indexes: 3 }]]);
    const statistics = {
      environment: 'production',
      kind: 'production' as const,
      takenAt: new Date(Date.now() - 3 * 86_400_000).toISOString(),
      tables,
    };
    const cache = join(folder, 'node_modules/.cache/lockstep');
    addFiles(folder, { [statisticsPath(cache, folder, 'production').slice(folder.length + 1)]: statisticsJson(statistics) });
    await started(folder);
    const path = join(folder, 'prisma/migrations/20260102000000_note/migration.sql');
    assert.ok(client !== undefined);
    const [index] = (await client.diagnostics(path)).filter(({ code }) => code === 'index-blocks-writes');
    assert.match(JSON.stringify(index?.data), /40\.2 M rows, 8\.1 GB on production \(3 days ago\)\. /);
    const [lens] = await client.lenses(path);
    assert.match(lens?.command?.title ?? '', /blocks writes · 40\.2 M rows on production$/);
    const hover = await client.hover(path, { line: 0, character: 3 });
    assert.equal(JSON.stringify(hover).split('40.2 M rows, 8.1 GB on production (3 days ago)').length, 2, 'it is said once');
  });
});
