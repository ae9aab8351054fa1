// From the set-up of environments to the deploy on production, and out of a deploy that failed, by the keyboard and by what can be seen.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createWorkspace } from '../workspaces.mjs';
import { pending, prepareShop, whatIsMissing, withPromotion } from './deployed-shop.mjs';
import { openWorkbench } from './workbench-page.mjs';

const names = Object.keys(pending);

describe('the workbench deploys', function () {
  this.timeout(300_000);
  let workspace;
  let workbench;
  let page;
  let shop;
  let failures = 0;

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
    if (this.currentTest.state === 'failed') await workbench?.screenshot(`failed-deploy-${++failures}`);
    for (let times = 0; times < 3; times++) await page?.keyboard.press('Escape');
  });

  const row = (text) => page.locator('.tree-explorer-viewlet-tree-view .monaco-list-row', { hasText: text });
  const choice = (text) => page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  /** The newest preview: a frame within a frame. */
  const preview = () => page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');

  /** Types a choice of a list and takes it. */
  async function choose(text) {
    await choice(text).waitFor();
    await page.locator('.quick-input-widget:not([style*="display: none"]) .quick-input-box input').fill(text);
    await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: text }).first().waitFor();
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
    await on('production', 'Take Table Statistics…');
    await page.locator('.notification-toast', { hasText: 'Took the sizes of' }).waitFor();
    await workbench.runCommand('Notifications: Clear All Notifications');
    await on('production', 'Preview Deploy');
    await preview().getByRole('heading', { name: 'Deploy to production' }).waitFor();
    const text = await preview().locator('body').textContent();
    for (const name of names) assert.match(text, new RegExp(name));
    assert.match(text, /blocked/);
    assert.match(text, /2,000 rows/);
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

  it('keeps a deploy back whose gates are closed, and shows what each has seen', async () => {
    await closeAll();
    await on('production', 'Deploy…');
    await choice('The deploy is blocked').waitFor();
    await choice('blocked').waitFor();
    await workbench.screenshot('gates');
    await choose('Promotion');
    await choice('Override with a reason').waitFor();
    await choose('Open the evidence');
    await preview().getByText('staging').first().waitFor();
    await choice('The deploy is blocked').waitFor();
    await workbench.screenshot('gate-evidence');
    await page.keyboard.press('Escape');
    assert.deepEqual(await shop.query('production', unfinishedOrNew), []);
  });

  it('shows what somebody has changed in a database by hand', async () => {
    await closeAll();
    await shop.query('staging', 'ALTER TABLE "User" ADD COLUMN "nickname" TEXT');
    await on('staging', 'Show Drift…');
    await choose('Against the applied migrations');
    await preview().getByRole('heading', { name: 'Drift of staging' }).waitFor();
    assert.match(await preview().locator('body').textContent(), /nickname/);
    await choice('Compare side by side').waitFor();
    await workbench.screenshot('drift');
    await choose('Compare side by side');
    await page.locator('.monaco-diff-editor .view-line', { hasText: 'nickname' }).first().waitFor();
    await workbench.screenshot('drift-diff');
    await shop.query('staging', 'ALTER TABLE "User" DROP COLUMN "nickname"');
  });

  it('ends what is cancelled, and says what came of it', async () => {
    await closeAll();
    await on('staging', 'Rehearse…');
    await choose('No generated rows');
    await page.locator('.notification-toast', { hasText: 'Rehearsal for staging' }).getByText('Cancel', { exact: true }).click();
    await page.locator('.notification-toast', { hasText: 'The rehearsal was cancelled' }).waitFor({ timeout: 60_000 });
    await workbench.screenshot('cancelled');
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('rehearses what is pending on a throw-away copy', async () => {
    await closeAll();
    await on('staging', 'Rehearse…');
    await choose('No generated rows');
    await preview().getByRole('heading', { name: 'Rehearsal for staging' }).waitFor({ timeout: 90_000 });
    const text = await preview().locator('body').textContent();
    for (const name of names) assert.match(text, new RegExp(name));
    await workbench.screenshot('rehearsal');
  });

  it('deploys to staging', async () => {
    await closeAll();
    await on('staging', 'Deploy…');
    await choose('Deploy 3 migrations to staging');
    await preview().getByRole('heading', { name: 'Deploy to staging: deployed' }).waitFor({ timeout: 90_000 });
    await row('up to date').first().waitFor();
    assert.equal((await shop.query('staging', applied)).length, 13);
    await workbench.screenshot('deployed-staging');
  });

  it('deploys to production once its name is typed', async () => {
    await closeAll();
    await on('production', 'Deploy…');
    await choose('Deploy 3 migrations to production');
    await page.locator('.quick-input-widget', { hasText: 'Type production to deploy' }).waitFor();
    const name = page.locator('.quick-input-widget:not([style*="display: none"]) .quick-input-box input');
    await name.fill('prod');
    await workbench.screenshot('confirm');
    await page.keyboard.press('Enter');
    assert.equal((await shop.query('production', applied)).length, 10, 'a part of the name is not enough');
    await name.fill('production');
    await page.keyboard.press('Enter');
    await preview().getByRole('heading', { name: 'Deploy to production: deployed' }).waitFor({ timeout: 90_000 });
    await row('up to date').nth(1).waitFor();
    assert.equal((await shop.query('production', applied)).length, 13);
    await workbench.screenshot('deployed');
  });

  it('keeps the report and the journal', async () => {
    await closeAll();
    await workbench.runCommand('Lockstep: Show Deploy Report…');
    await choose('deploy of production: deployed');
    await preview().getByRole('heading', { name: 'Deploy to production: deployed' }).waitFor();
    await closeAll();
    await workbench.runCommand('Lockstep: Show Deploy Journal');
    await preview().getByRole('heading', { name: 'Journal of shop' }).waitFor();
    await workbench.screenshot('journal');
  });

  it('restores a backup beside what is there', async () => {
    await closeAll();
    await on('production', 'Restore Backup…');
    await choose('production-');
    await choose('To a scratch database');
    await choice('Restore production-').waitFor();
    await preview().getByRole('heading', { name: 'Before the restore for production' }).waitFor();
    await choose('Restore production-');
    await preview().getByRole('heading', { name: 'Restore for production', exact: true }).waitFor({ timeout: 60_000 });
    assert.match(await preview().locator('body').textContent(), /lockstep_scratch_/);
    await workbench.screenshot('restore');
    assert.equal((await shop.query('production', applied)).length, 13, 'what is there stays');
  });

  it('keeps the scratch database until a person drops it', async () => {
    await closeAll();
    const kept = async () => (await shop.query('production', scratches)).length;
    assert.equal(await kept(), 1);
    await row('1 restored database kept').first().waitFor();
    await workbench.runCommand('Lockstep: Remove Copies of Rehearsals and Restores…');
    await choose('Drop lockstep_scratch_');
    const dialog = page.locator('.monaco-dialog-box', { hasText: 'The backup that it was made from stays' });
    await dialog.waitFor();
    await workbench.screenshot('drop-restored');
    await dialog.locator('.monaco-button', { hasText: 'Drop' }).click();
    await page.locator('.notification-toast', { hasText: 'Dropped database lockstep_scratch_' }).first().waitFor();
    assert.equal(await kept(), 0);
    await row('restored database kept').waitFor({ state: 'detached' });
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('leads out of a deploy that failed', async () => {
    await closeAll();
    await on('qa', 'Deploy…');
    await choose('Deploy 3 migrations to qa');
    await preview().getByRole('heading', { name: 'Recovery of qa' }).waitFor({ timeout: 90_000 });
    await row('1 failed').first().waitFor();
    await choice('Mark the migration as rolled back').waitFor();
    await page.keyboard.press('Escape');
    await workbench.runCommand('View: Hide Panel');
    await workbench.screenshot('recovery');
    await on('qa', 'Recover…');
    await choice('Mark the migration as rolled back').waitFor();
    await workbench.screenshot('recovery-steps');
    // What the page asks for in the database.
    await shop.query('qa', `UPDATE "Payment" SET "reference" = 'R' || "id" WHERE "reference" IS NULL`);
    await choose('Mark the migration as rolled back');
    await choice('Mark 20251119083000_require_payment_reference as rolled back').waitFor({ timeout: 60_000 });
    await workbench.screenshot('resolve');
    await page.keyboard.press('Enter');
    await row('rolled back').first().waitFor({ timeout: 60_000 });
    await on('qa', 'Deploy…');
    await choose('Deploy 1 migration to qa');
    await preview().getByRole('heading', { name: 'Deploy to qa: deployed' }).waitFor({ timeout: 90_000 });
    assert.equal((await shop.query('qa', applied)).length, 13);
  });

  it('cancels a deploy from its progress: the statement ends, and what came of it is told', async () => {
    await closeAll();
    const folder = path.join(workspace.shop, 'prisma/migrations', slow);
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'migration.sql'), 'SELECT pg_sleep(3000);\n');
    execFileSync('git', ['-c', 'commit.gpgsign=false', 'add', '-A'], { cwd: workspace.shop, stdio: 'ignore' });
    execFileSync('git', ['-c', 'commit.gpgsign=false', 'commit', '-m', 'slow'], { cwd: workspace.shop, stdio: 'ignore' });
    await on('qa', 'Deploy…');
    await choose('Deploy 1 migration to qa');
    const sleeping = async () => (await shop.query('qa', sleepers)).length;
    while ((await sleeping()) === 0) await new Promise((resolve) => setTimeout(resolve, 100));
    await page.locator('.notification-toast', { hasText: 'Deploy to qa' }).getByText('Cancel', { exact: true }).click();
    await preview()
      .getByRole('heading', { name: /^Deploy to qa: (cancelled|failed)$/ })
      .waitFor({ timeout: 90_000 });
    await workbench.screenshot('deploy-cancelled');
    assert.equal(await sleeping(), 0);
    assert.equal((await shop.query('qa', applied)).length, 13);
    assert.match(await preview().locator('body').textContent(), /Deploy to qa: cancelled/);
    // Prisma has noted that it did not come to its end, which the tree says.
    await row('1 failed').first().waitFor();
  });
});

const scratches = "SELECT 1 FROM pg_database WHERE datname LIKE 'lockstep_scratch%'";
const slow = '20251120080000_slow';
const sleepers =
  "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep(3000)%' AND pid <> pg_backend_pid()";

const applied = `SELECT "migration_name" FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL`;
const unfinishedOrNew = `SELECT "migration_name" FROM "_prisma_migrations" WHERE "migration_name" >= '202511'`;
