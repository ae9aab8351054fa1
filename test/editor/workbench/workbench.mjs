// What people see and do: each test ends with a picture in artefacts/screenshots.
import assert from 'node:assert/strict';
import { createWorkspace } from '../workspaces.mjs';
import { openWorkbench } from './workbench-page.mjs';

const migration = 'prisma/migrations/20250924143012_payment_references/migration.sql';

describe('the workbench', () => {
  let workspace;
  let workbench;
  let page;

  before(async () => {
    workspace = createWorkspace();
    workbench = await openWorkbench(workspace.shop, migration);
    page = workbench.page;
  });

  after(async () => {
    await workbench?.close();
    workspace?.remove();
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await workbench.screenshot('failed');
    await page.keyboard.press('Escape');
  });

  /** The line of the editor that starts with this text. */
  function line(text) {
    return page.locator('.editor-instance .view-line', { hasText: text }).first();
  }

  it('marks statements and says above them what they do', async () => {
    await page.waitForSelector('.editor-instance .squiggly-warning');
    await page.locator('.codelens-decoration', { hasText: 'rewrites the table and 1 index' }).waitFor();
    await page.locator('.codelens-decoration', { hasText: 'builds an index from all rows' }).first().waitFor();
    await workbench.screenshot('editor');
  });

  it('explains a statement on hover', async () => {
    await line('CREATE INDEX "Payment_orderId_idx"').locator('span span').first().hover();
    const hover = page.locator('.monaco-hover:not(.hidden)', { hasText: 'PostgreSQL 15' });
    await hover.locator('table').waitFor();
    assert.match(await hover.textContent(), /index-blocks-writes/);
    await workbench.screenshot('hover');
  });

  it('offers what can be done', async () => {
    await line('CREATE INDEX "Payment_orderId_idx"').locator('span span').first().click();
    await workbench.offered('Ignore here');
    await workbench.screenshot('quick-fix');
  });

  it('lists the findings of all pending migrations and of the schema', async () => {
    await page.keyboard.press('Control+Shift+M');
    const problems = page.locator('.markers-panel');
    await problems.getByText('required-column-without-default').first().waitFor();
    await problems.getByText('possible-rename').first().waitFor();
    // The list draws what shows alone.
    await workbench.runCommand('View: Toggle Maximized Panel');
    await problems.getByText('index-blocks-writes').first().waitFor();
    await workbench.screenshot('problems');
    await workbench.runCommand('View: Toggle Maximized Panel');
    await page.keyboard.press('Control+J');
    await problems.waitFor({ state: 'hidden' });
  });

  it('says what the analysis assumes and how much it has read', async () => {
    await line('CREATE INDEX "Payment_orderId_idx"').click();
    await page.locator('[id="status.languageStatus"]').click();
    const status = page.locator('.hover-language-status', { hasText: 'migrations read' }).first();
    await status.waitFor();
    const text = await page.locator('.hover-language-status').allInnerTexts();
    assert.ok(
      text.some((item) => item.includes('PostgreSQL 15 · Prisma 7.10.1')),
      text.join('\n'),
    );
    await workbench.screenshot('status');
  });

  it('shows the effects of a migration beside it, from the line above a statement', async () => {
    await page.locator('.codelens-decoration a', { hasText: 'rewrites the table and 1 index' }).click();
    await page.locator('.tab', { hasText: 'Effects of 20250924143012_payment_references' }).waitFor();
    await previewFrame().getByText('SHARE ROW EXCLUSIVE').first().waitFor();
    await workbench.screenshot('effects');
    await onlyTheMigration();
  });

  it('shows the page of a rule, from the hover of a finding', async () => {
    await line('CREATE INDEX "Payment_orderId_idx"').locator('span span').first().hover();
    const link = page.locator('.monaco-hover:not(.hidden) .hover-contents strong a', { hasText: 'index-blocks-writes' });
    await link.click();
    await previewFrame().getByRole('heading', { name: 'index-blocks-writes' }).waitFor();
    await page.keyboard.press('Escape');
    await workbench.screenshot('rule-page');
    await onlyTheMigration();
  });

  it('lists the findings of all migrations, history included, with links', async () => {
    await workbench.runCommand('Lockstep: Lint All Migrations');
    const list = page
      .locator('.editor-instance', { hasText: '20250114091200_init' })
      .or(page.locator('.editor-instance', { hasText: '(history)' }));
    await list.first().waitFor();
    await page.locator('.detected-link', { hasText: 'index-blocks-writes' }).first().waitFor();
    await workbench.screenshot('findings');
    const link = page.locator('.detected-link', { hasText: '13:1' }).first();
    await link.waitFor();
    const { x, y, width, height } = await link.boundingBox();
    // Links are drawn anew while the key is down, so the click is for the place and not for the element.
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.keyboard.down('Control');
    await page.mouse.click(x + width / 2, y + height / 2);
    await page.keyboard.up('Control');
    await page.locator('.tab.active', { hasText: 'migration.sql' }).waitFor();
  });

  it('starts a server that ended again, and says so where that does not help', async () => {
    await line('CREATE INDEX "Payment_orderId_idx"').click();
    let last = 0;
    for (let crash = 0; crash < 5; crash++) {
      last = await languageServerAfter(last);
      process.kill(last, 'SIGKILL');
    }
    await page.locator('[id="status.languageStatus"]').click();
    const status = page.locator('.hover-language-status', { hasText: 'Lockstep does not run' });
    await status.waitFor();
    assert.equal(await page.locator('.notification-toast, [id="status.notifications"] .codicon-bell-dot').count(), 0, 'a notification');
    await workbench.screenshot('failed-server');
    await status.getByText('Restart').click();
    await languageServerAfter(last);
    await page.keyboard.press('Escape');
    await page.locator('.codelens-decoration', { hasText: 'rewrites the table and 1 index' }).waitFor();
  });

  /** Waits for a language server that is not this one. */
  async function languageServerAfter(last) {
    for (;;) {
      const [found] = workbench.languageServers().filter((id) => id !== last);
      if (found !== undefined) return found;
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
  }

  async function onlyTheMigration() {
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile(migration);
    await page.waitForSelector('.editor-instance .squiggly-warning');
  }

  /** Markdown previews are drawn in a frame within a frame; the newest is the one that shows. */
  function previewFrame() {
    return page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
  }
});
