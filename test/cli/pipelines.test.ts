import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addFiles, folderWith, migrations, postgresLock, postgresSchema } from '../project/folders';
import { githubJobs, gitlabJobs, type Job, runJob } from './pipeline';

const init = 'CREATE TABLE "User" ("id" INTEGER NOT NULL, "email" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));';
const schema = `${postgresSchema}\nmodel User {\n  id    Int     @id\n  email String?\n}\n`;
const harmless = 'CREATE TABLE "Team" ("id" INTEGER NOT NULL, CONSTRAINT "Team_pkey" PRIMARY KEY ("id"));';
const harmful = 'ALTER TABLE "User" DROP COLUMN "email";';
const model = 'model Team {\n  id Int @id\n}\n';

/** A checkout as a runner has it: the branch of the pull request, and `origin` with the one that it goes to. */
function checkout(pending: string, schemaText: string): string {
  const origin = folderWith({
    'prisma/schema.prisma': schema,
    'prisma/migrations/migration_lock.toml': postgresLock,
    ...migrations('prisma/migrations', { '20250101000000_init': init }),
  });
  const git = (cwd: string, ...args: readonly string[]): void => {
    const { status, stderr } = spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
  };
  git(origin, 'init', '--quiet', '--initial-branch=main');
  git(origin, 'add', '.');
  git(origin, 'commit', '--quiet', '--message=init');
  const cwd = join(folderWith({}), 'checkout');
  git(origin, 'clone', '--quiet', origin, cwd);
  addFiles(cwd, {
    'prisma/schema.prisma': schemaText,
    ...migrations('prisma/migrations', { '20250102000000_change': pending }),
  });
  git(cwd, 'add', '.');
  git(cwd, 'commit', '--quiet', '--message=change');
  return cwd;
}

describe('the example pipelines for pull requests', () => {
  before(function () {
    if (process.platform === 'win32') this.skip();
  });

  const services: readonly { readonly name: string; readonly job: (cwd: string) => Job; readonly comments: string }[] = [
    {
      name: 'GitHub Actions',
      job: (cwd) =>
        only(
          githubJobs('github-pull-request.yml', {
            'github.base_ref': 'main',
            'github.token': 'token',
            'github.event.pull_request.number': '7',
          }).map((one) => ({
            ...one,
            steps: one.steps.map((step) => ({ ...step, env: { ...step.env, GITHUB_STEP_SUMMARY: join(cwd, 'summary.md') } })),
          })),
        ),
      comments: 'gh.log',
    },
    {
      name: 'GitLab',
      job: () => {
        const variables = {
          CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
          CI_API_V4_URL: 'https://gitlab.example.com/api/v4',
          CI_PROJECT_ID: '1',
          CI_MERGE_REQUEST_IID: '7',
          REPORT_TOKEN: 'token',
        };
        return only(gitlabJobs('gitlab-ci.yml', variables).filter(({ name }) => name === 'migrations'));
      },
      comments: 'curl.log',
    },
  ];

  /** Instead of the service: they write down what they were given. */
  const programs = { gh: 'echo "$@" >> gh.log; cat report.md >> gh.log', curl: 'echo "$@" >> curl.log; cat report.md >> curl.log' };

  for (const { name, job, comments } of services) {
    it(`${name}: pass a harmless change, and write on it what it does`, () => {
      const cwd = checkout(harmless, `${schema}\n${model}`);
      const { code, output } = runJob(job(cwd), { cwd, programs });
      assert.equal(code, 0, output);
      assert.match(
        readFileSync(join(cwd, comments), 'utf8'),
        /Nothing here loses data, fails on existing rows, or holds up a table that is in use\./,
      );
    });

    it(`${name}: fail on one that loses data, and still write on it what it does`, () => {
      const cwd = checkout(harmful, schema.replace('  email String?\n', ''));
      const found = job(cwd);
      const steps = found.steps.map((step) => runJob({ ...found, steps: [step] }, { cwd, programs }));
      assert.deepEqual(
        steps.filter(({ code }) => code !== 0).map(({ code }) => code),
        [1],
        steps.map(({ output }) => output).join('\n'),
      );
      assert.match(readFileSync(join(cwd, comments), 'utf8'), /\*\*Dropping `User\.email` deletes its data\.\*\*/);
    });
  }
});

function only(jobs: readonly Job[]): Job {
  const [job, ...others] = jobs;
  assert.ok(job !== undefined && others.length === 0);
  return job;
}
