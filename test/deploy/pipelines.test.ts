import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { githubJobs, gitlabJobs, type Job, runJob } from '../cli/pipeline';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { folderWith, migrations } from '../project/folders';
import { git } from '../project/git-repository';
import { urlOf } from './backfills';
import { skipWithout } from './backups';
import { engineVariables, installPrisma, projectFiles, skipWithoutPrisma } from './prisma-cli';

/** What the oldest `pg_dump` that still gets fixes can read. */
const version = 14;

/** The checkout of a runner: on the main branch, with nothing uncommitted. */
function checkout(): string {
  const cwd = folderWith({
    ...projectFiles(7, 'postgresql'),
    '.gitignore': 'node_modules\n.lockstep\n.bin\n.cache\n',
    'lockstep.json': JSON.stringify({
      environments: [
        { name: 'staging', kind: 'staging', url: { env: 'STAGING_DATABASE_URL' } },
        {
          name: 'production',
          kind: 'production',
          url: { env: 'PRODUCTION_DATABASE_URL' },
          after: ['staging'],
          branches: ['main'],
          backup: { maxAgeHours: 1 },
        },
      ],
    }),
    ...migrations('prisma/migrations', {
      '20260101000000_users': 'CREATE TABLE "User" ("id" INTEGER NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));\n',
      '20260102000000_teams': 'CREATE TABLE "Team" ("id" INTEGER NOT NULL, CONSTRAINT "Team_pkey" PRIMARY KEY ("id"));\n',
    }),
  });
  git(cwd, 'init', '--quiet', '--initial-branch=main');
  git(cwd, 'add', '.');
  git(cwd, 'commit', '--quiet', '--message=shop');
  installPrisma(cwd, 7);
  return cwd;
}

interface Services {
  readonly name: string;
  readonly jobs: (urls: Readonly<Record<string, string>>) => readonly Job[];
}

const services: readonly Services[] = [
  {
    name: 'GitHub Actions',
    jobs: (urls) => {
      const secrets = Object.fromEntries(Object.entries(urls).map(([name, url]) => [`secrets.${name}`, url]));
      return githubJobs('github-deploy.yml', secrets);
    },
  },
  { name: 'GitLab', jobs: (urls) => gitlabJobs('gitlab-ci.yml', urls) },
];

describe('the example pipelines for deploys', function () {
  this.timeout(120_000);

  before(function () {
    if (process.platform === 'win32') this.skip();
    skipWithoutServer(this, version);
    skipWithoutPrisma(this, 7);
    skipWithout(this, 'pg_dump');
  });

  for (const { name, jobs } of services) {
    it(`${name}: bring the migrations to staging, and to production behind it`, () =>
      withDatabase(version, (staging) =>
        withDatabase(version, async (production) => {
          const cwd = checkout();
          const urls = { STAGING_DATABASE_URL: urlOf(staging), PRODUCTION_DATABASE_URL: urlOf(production) };
          const run = (job: string) => {
            const found = jobs(urls).find((one) => one.name === job);
            assert.ok(found !== undefined, `${name} has the job ${job}`);
            const steps = found.steps.map((step) => ({ ...step, env: { ...step.env, ...engineVariables() } }));
            return runJob({ ...found, steps }, { cwd, programs: { npm: 'test "$1" = ci' } });
          };

          const tooEarly = run('production');
          assert.equal(tooEarly.code, 6, tooEarly.output);
          assert.match(tooEarly.output, /staging/);
          assert.deepEqual(await tablesOf(production), []);

          const first = run('staging');
          assert.equal(first.code, 0, first.output);
          assert.deepEqual(await tablesOf(staging), ['Team', 'User', '_prisma_migrations']);

          const second = run('production');
          assert.equal(second.code, 0, second.output);
          assert.deepEqual(await tablesOf(production), ['Team', 'User', '_prisma_migrations']);
          assert.ok(readdirSync(join(cwd, '.lockstep/reports')).some((file) => file.startsWith('production-')));
          assert.ok(existsSync(join(cwd, '.lockstep/backups')));
          for (const url of Object.values(urls)) assert.ok(!`${first.output}${second.output}`.includes(url), 'no URL is printed');

          const again = run('production');
          assert.equal(again.code, 0, again.output);
        }),
      ));
  }
});

async function tablesOf(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename COLLATE "C"`);
  return rows.map(({ tablename }: { readonly tablename: string }) => tablename);
}
