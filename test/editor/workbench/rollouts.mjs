// A rollout as people see it: the view, its stages, and its checklist.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

  it('begins with a quick fix, whole on the disk at once, and goes with one undo', async () => {
    const schema = path.join(workspace.forum, 'prisma/schema/user.prisma');
    const record = path.join(workspace.forum, 'prisma/rollouts/add_user_nick/rollout.json');
    const migration = () => {
      const folder = path.join(workspace.forum, 'prisma/migrations');
      const name = readdirSync(folder).find((entry) => entry.endsWith('_add_user_nick'));
      return name === undefined ? null : path.join(folder, name, 'migration.sql');
    };
    await workbench.openFile('user.prisma');
    const line = (text) => page.locator('.editor-instance .view-line', { hasText: text }).first();
    await line('email').click();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('nick  String', { delay: 40 });
    await page.keyboard.press('Escape');
    await page.locator('.editor-instance .squiggly-error').first().waitFor();
    await page.keyboard.press('Control+s');
    await page.locator('.tab.active:not(.dirty)', { hasText: 'user.prisma' }).waitFor();
    await page.keyboard.press('Home');
    const rollOut = await workbench.offered('Roll out nick over two releases: expand, release, contract');
    await workbench.screenshot('rollout-quick-fix');
    await rollOut.click();
    await line('nick  String @default("")').waitFor();
    const isWhole = () =>
      [record, migration()].every((file) => file !== null && existsSync(file) && readFileSync(file, 'utf8').length > 100);
    await until(() => isWhole() && readFileSync(schema, 'utf8').includes('nick  String @default("")'));
    await row('add_user_nick').first().waitFor();
    await asPeopleDo();
    await line('nick').click();
    await page.keyboard.press('Control+z');
    await until(() => !existsSync(record) && migration() === null);
    await until(() => /nick {2}String\n/.test(readFileSync(schema, 'utf8')));
    await asPeopleDo();
    await page.keyboard.press('Control+y');
    await until(() => isWhole() && readFileSync(schema, 'utf8').includes('nick  String @default("")'));
    assert.match(readFileSync(migration(), 'utf8'), /ADD COLUMN/);
    await row('add_user_nick').first().waitFor();

    await workbench.runCommand('Lockstep: Show Rollout');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'add_user_nick' }).click();
    const preview = page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
    await preview.getByRole('heading', { name: 'Rollout add_user_nick' }).waitFor();
    await workbench.screenshot('rollout-checklist');
  });
});

/** Nobody takes an edit back within the moment in which the editor ends what it does behind it, of which there is no event. */
function asPeopleDo() {
  return new Promise((resolve) => setTimeout(resolve, 1000));
}

/** Resolves when the condition holds; files have no event here. */
async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50));
}

const forumNeedsSlug = `
const { readFileSync, writeFileSync } = require('node:fs');
const file = 'prisma/schema/topic.prisma';
writeFileSync(file, readFileSync(file, 'utf8').replace('title String', 'title String\\n  slug  String'));
`;
