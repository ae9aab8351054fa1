// From the set-up of environments to the deploy on production, and out of a deploy that failed, by the keyboard and by what can be seen.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createWorkspace } from '../workspaces.mjs';
import { pending, prepareShop, whatIsMissing, withPromotion } from './deployed-shop.mjs';
import { openWorkbench } from './workbench-page.mjs';

const names = Object.keys(pending);

describe('the workbench deploys', function () {
  this.timeout(120_000);
  let workspace;
  let workbench;
  let page;
  let shop;

  before(async function () {
    this.timeout(180_000);
    const missing = whatIsMissing();
    if (missing !== null) {
      console.log(`      skipped: ${missing}`);
      this.skip();
    }
    workspace = createWorkspace();
    shop = await prepareShop(workspace.shop);
    workbench = await openWorkbench(workspace.shop, `prisma/migrations/${names[1]}/migration.sql`);
    page = workbench.page;
  });

  after(async () => {
    await workbench?.close();
    await shop?.end();
    workspace?.remove();
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await workbench?.screenshot('failed-deploy');
    for (let times = 0; times < 3; times++) await page?.keyboard.press('Escape');
  });

  const row = (text) => page.locator('.tree-explorer-viewlet-tree-view .monaco-list-row', { hasText: text });
  const choice = (text) => page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  /** The newest preview: a frame within a frame. */
  const preview = () => page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');

  /** Types a choice of a list and takes it. */
  async function choose(text) {
    await choice(text).waitFor();
    await page.keyboard.type(text);
    await page.locator('.quick-input-list .monaco-list-row.focused .label-name', { hasText: text }).first().waitFor();
    await page.keyboard.press('Enter');
  }

  /** Runs a command of the palette and chooses an environment. */
  async function on(environment, command) {
    await workbench.runCommand(`Lockstep: ${command}`);
    await choose(environment);
  }

  const closeAll = () => workbench.runCommand('View: Close All Editors');

  it('once its environments are set up from what the project has', async () => {
    await page.locator('.activitybar .action-label[aria-label="Lockstep"]').click();
    await page.locator('.welcome-view-content .monaco-button', { hasText: 'Set Up Environments' }).click();
    for (const name of ['qa', 'staging', 'production']) await choice(name).waitFor();
    await workbench.screenshot('set-up');
    await page.keyboard.press('Enter');
    await page.locator('.tab', { hasText: 'lockstep.json' }).waitFor();
    for (const name of ['qa', 'staging', 'production', 'dev']) await row(name).first().waitFor();
    const file = path.join(workspace.shop, 'lockstep.json');
    const text = readFileSync(file, 'utf8');
    assert.match(text, /"file": "\.env\.production"|"envFile": "\.env\.production"/);
    writeFileSync(file, withPromotion(text));
  });

  it('shows what each environment has', async () => {
    await closeAll();
    await workbench.runCommand('Lockstep: Show Migration Matrix');
    await preview().getByRole('heading', { name: 'Migrations of shop' }).waitFor();
    await row('3 pending').first().waitFor();
    await workbench.screenshot('matrix');
  });

  it('previews what a deploy would do, with its gates', async () => {
    await closeAll();
    await on('production', 'Preview Deploy');
    await preview().getByRole('heading', { name: 'Deploy to production' }).waitFor();
    const text = await preview().locator('body').textContent();
    for (const name of names) assert.match(text, new RegExp(name));
    assert.match(text, /blocked/);
    await workbench.screenshot('preview');
  });

  it('backs an environment up', async () => {
    await closeAll();
    await on('production', 'Back Up…');
    await preview().getByRole('heading', { name: 'Backup of production' }).waitFor();
    assert.match(await preview().locator('body').textContent(), /production-\d{8}T\d{6}Z\.dump/);
    const backups = path.join(workspace.shop, '.lockstep/backups');
    assert.ok(existsSync(backups) && readdirSync(backups).some((name) => name.endsWith('.dump')));
    await workbench.screenshot('backup');
  });
});
