// A rollout as people see it: the view, its stages, and its checklist.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { createWorkspace } from '../workspaces.mjs';
import { openWorkbench } from './workbench-page.mjs';

const cli = path.resolve(import.meta.dirname, '../../../dist/cli.js');

describe('the workbench with a rollout', () => {
  let workspace;
  let workbench;
  let page;

  before(async function () {
    this.timeout(180_000);
    workspace = createWorkspace();
    const plan = (...words) => execFileSync(process.execPath, [cli, 'plan', ...words], { cwd: workspace.forum });
    execFileSync(process.execPath, ['-e', forumNeedsSlug], { cwd: workspace.forum });
    plan('start', '--for', 'Topic.slug', '--value', 'Topic.slug=lower("title")');
    plan('advance', 'add_topic_slug', '--skip', 'migrations-applied=deployed by hand');
    workbench = await openWorkbench(workspace.forum, 'prisma/schema/topic.prisma');
    page = workbench.page;
  });

  after(async () => {
    await workbench?.close();
    workspace?.remove();
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await workbench?.screenshot('failed-rollouts');
    await page?.keyboard.press('Escape');
  });

  const row = (text) => page.locator('.tree-explorer-viewlet-tree-view .monaco-list-row', { hasText: text });

  it('shows each stage, with what is to be done now', async () => {
    await page.locator('.activitybar .action-label[aria-label="Lockstep"]').click();
    await row('stage 2 of 4: backfill').waitFor();
    await row('1. expand').waitFor();
    await row('now: Fills Topic.slug in the rows that were there before the trigger.').waitFor();
    await row('2-backfill.backfill.json').waitFor();
    await workbench.screenshot('rollouts');
  });

  it('says why a gate does not let it go on', async () => {
    await row('add_topic_slug').first().click();
    await workbench.runCommand('Lockstep: Advance Rollout…');
    await page.locator('.notification-toast', { hasText: 'lockstep.json names no environment that could be asked.' }).waitFor();
    await workbench.screenshot('rollout-gate');
  });
});

const forumNeedsSlug = `
const { readFileSync, writeFileSync } = require('node:fs');
const file = 'prisma/schema/topic.prisma';
writeFileSync(file, readFileSync(file, 'utf8').replace('title String', 'title String\\n  slug  String'));
`;
