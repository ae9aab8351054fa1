// What people see of an edited schema: each test ends with a picture in artefacts/screenshots.
import assert from 'node:assert/strict';
import { createWorkspace } from '../workspaces.mjs';
import { openWorkbench } from './workbench-page.mjs';

describe('the workbench with a schema', () => {
  let workspace;
  let workbench;
  let page;

  before(async () => {
    workspace = createWorkspace();
    workbench = await openWorkbench(workspace.shop, 'prisma/schema.prisma');
    page = workbench.page;
  });

  after(async () => {
    await workbench?.close();
    workspace?.remove();
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await workbench.screenshot('failed-schema');
    await page.keyboard.press('Escape');
  });

  /** The line of the editor that holds this text. */
  function line(text) {
    return page.locator('.editor-instance .view-line', { hasText: text }).first();
  }

  function squiggles() {
    return page.locator('.editor-instance .squiggly-error');
  }

  /** Shows what is said about the place of the cursor, as the keyboard does. */
  async function hover() {
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Control+i');
    const shown = page.locator('.monaco-hover:not(.hidden)', { hasText: 'Prisma 7.10.1' });
    await shown.waitFor();
    return shown;
  }

  it('marks a risky field while it is typed, and explains it', async () => {
    await line('email').click();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('phone     String', { delay: 40 });
    await squiggles().first().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Home');
    const shown = await hover();
    await shown.locator('table').waitFor();
    const text = await shown.textContent();
    assert.match(text, /Adding required `User\.phone` fails on every existing row\./);
    assert.match(text, /ALTER TABLE "User" ADD COLUMN "phone" TEXT NOT NULL;/);
    assert.match(text, /history up to 20250924143012_payment_references · PostgreSQL 15 · Prisma 7\.10\.1/);
    await workbench.screenshot('schema');
  });

  it('offers what can be done about it', async () => {
    await line('phone').click();
    await page.keyboard.press('Home');
    await workbench.offered('Give phone a database default: @default("")');
    await page.locator('.action-widget').getByText('Make phone optional').waitFor();
    await workbench.screenshot('schema-quick-fix');
  });

  it('says what it is measured against and how much is in no migration', async () => {
    await line('phone').click();
    await page.locator('[id="status.languageStatus"]').click();
    const status = page.locator('.hover-language-status', { hasText: 'changes in no migration' });
    await status.waitFor();
    assert.match(await status.textContent(), /history up to 20250924143012_payment_references, 2 pending/);
    await workbench.screenshot('schema-status');
  });

  it('shows the migration that Prisma would write, beside', async () => {
    await line('phone').click();
    await workbench.runCommand('Lockstep: Show Schema Difference');
    const preview = page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
    await preview.getByRole('heading', { name: 'Schema difference of shop' }).waitFor();
    await preview.getByText('ADD COLUMN').first().waitFor();
    await workbench.screenshot('schema-difference');
    await workbench.runCommand('View: Close All Editors in Group');
  });

  it('is clean again after undo', async () => {
    await line('phone').click();
    while ((await line('phone').count()) > 0) await page.keyboard.press('Control+z');
    await page.waitForFunction(() => document.querySelectorAll('.editor-instance .squiggly-error').length === 0);
    await workbench.screenshot('schema-undone');
  });

  it('keeps the data of a field that was renamed, with one key', async () => {
    await page.keyboard.press('Control+End');
    await line('body').click();
    await page.keyboard.press('Home');
    await squiggles().first().waitFor();
    const shown = await hover();
    assert.match(await shown.textContent(), /`Review\.body` looks like a rename of `text`; Prisma will drop `text` and its data\./);
    await workbench.screenshot('rename');
    await page.keyboard.press('Escape');
    const marked = await squiggles().count();
    await (await workbench.offered('Keep the column: @map("text") (no SQL)')).click();
    await line('@map("text")').waitFor();
    await page.waitForFunction((before) => document.querySelectorAll('.editor-instance .squiggly-error').length < before, marked);
    await workbench.screenshot('schema-rename-kept');
  });
});
