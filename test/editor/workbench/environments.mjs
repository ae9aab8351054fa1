// Environments as people see them, on real databases: each test ends with a picture in artefacts/screenshots.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { require as requireTypeScript } from 'tsx/cjs/api';
import { createWorkspace } from '../workspaces.mjs';
import { openWorkbench } from './workbench-page.mjs';

const version = 18;
const pending = '20250924143012_payment_references';

describe('the workbench with environments', () => {
  let workspace;
  let workbench;
  let page;
  let end = () => {};

  before(async function () {
    this.timeout(180_000);
    const { installedServer } = requireTypeScript('../../evidence/server-files.ts', import.meta.url);
    if (installedServer(version) === null) return this.skip();
    workspace = createWorkspace();
    const urls = await databases(workspace.shop, (ending) => {
      end = ending;
    });
    writeFileSync(
      path.join(workspace.shop, '.env'),
      `DATABASE_URL=${urls.dev}\nSTAGING_URL=${urls.staging}\nPRODUCTION_URL=${urls.production}\n`,
    );
    const settings = JSON.parse(readFileSync(path.join(workspace.shop, 'lockstep.json'), 'utf8').replace(/^\s*\/\/.*$/gm, ''));
    const environment = (name, kind, variable) => ({ name, kind, url: { env: variable } });
    settings.environments = [
      environment('production', 'production', 'PRODUCTION_URL'),
      environment('staging', 'staging', 'STAGING_URL'),
      environment('dev', 'development', 'DATABASE_URL'),
    ];
    writeFileSync(path.join(workspace.shop, 'lockstep.json'), JSON.stringify(settings, null, 2));
    workbench = await openWorkbench(workspace.shop, `prisma/migrations/${pending}/migration.sql`);
    page = workbench.page;
  });

  after(async () => {
    await workbench?.close();
    end();
    workspace?.remove();
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await workbench?.screenshot('failed-environments');
    await page?.keyboard.press('Escape');
  });

  /** The row of the tree that holds this text. */
  const row = (text) => page.locator('.tree-explorer-viewlet-tree-view .monaco-list-row', { hasText: text });

  it('connects to nothing before somebody asks', async () => {
    await page.locator('.activitybar .action-label[aria-label="Lockstep"]').click();
    await row('production').first().waitFor();
    assert.match(await row('dev').first().textContent(), /127\.0\.0\.1:1\/shop/);
    assert.equal((await row('applied').count()) + (await row('pending').count()), 0);
  });

  it('shows which migrations each environment has', async () => {
    await workbench.runCommand('Lockstep: Refresh Environments');
    await row('up to date').waitFor();
    await row('unreachable (P1001)').waitFor();
    await row('1 failed').waitFor();
    await row('production').first().click();
    await row('division by zero').first().waitFor();
    assert.ok((await row('edited after it was applied').count()) > 0);
    await workbench.screenshot('environments');
  });

  it('has the chosen environment in the status bar, production with the background of a warning', async () => {
    await workbench.runCommand('Lockstep: Choose Environment…');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'production' }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.statusbar-item.warning-kind', { hasText: 'production' }).waitFor();
    await workbench.screenshot('environment-status-bar');
  });

  it('shows migrations against environments', async () => {
    await workbench.runCommand('Lockstep: Show Migration Matrix');
    const preview = page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
    await preview.getByRole('heading', { name: 'Migrations of shop' }).waitFor();
    await preview.getByText('failed').first().waitFor();
    const text = await preview.locator('body').textContent();
    assert.match(text, /✗ failed/);
    assert.match(text, /✎ edited/);
    assert.match(text, /- unknown/);
    await workbench.screenshot('environments-matrix');
  });
});

/** Databases in three states, made by Prisma's own engine. They are there until `ending` is called. */
async function databases(shop, onEnd) {
  const { withDatabase } = requireTypeScript('../../evidence/server.ts', import.meta.url);
  const { prismaMigrate } = requireTypeScript('../../deploy/prisma-migrate.ts', import.meta.url);
  const { urlOf } = requireTypeScript('../../deploy/backfills.ts', import.meta.url);
  const folder = path.join(shop, 'prisma/migrations');
  const ends = [];
  const held = (prepare) =>
    new Promise((resolve, reject) => {
      withDatabase(version, async (client) => {
        await prepare(client);
        await new Promise((release) => {
          ends.push(release);
          resolve(urlOf(client));
        });
      }).catch(reject);
    });
  const staging = await held(async (client) => {
    assert.equal(await (await prismaMigrate(client, folder)).deploy(), null);
  });
  const production = await held(async (client) => {
    // An earlier state of the project: one file was another one, and the newest failed.
    const before = path.join(shop, '.before');
    mkdirSync(before);
    cpSync(folder, before, { recursive: true });
    const coupons = path.join(before, '20250520102233_add_coupons/migration.sql');
    writeFileSync(coupons, `-- as it was applied\n${readFileSync(coupons, 'utf8')}`);
    const newest = path.join(before, pending, 'migration.sql');
    writeFileSync(newest, 'SELECT 1 / 0;\n');
    assert.match(await (await prismaMigrate(client, before)).deploy(), /division by zero/);
    rmSync(before, { recursive: true });
  });
  onEnd(() => {
    for (const release of ends) release();
  });
  return { staging, production, dev: 'postgresql://shop:secret@127.0.0.1:1/shop' };
}
