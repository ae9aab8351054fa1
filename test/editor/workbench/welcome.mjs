// What somebody sees who opens Lockstep for the first time: welcome views, and the walkthrough.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createWorkspace } from '../workspaces.mjs';
import { openWorkbench } from './workbench-page.mjs';

describe('the workbench of somebody new', () => {
  let workspace;
  let workbench;

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await workbench?.screenshot('failed-welcome');
    await workbench?.close();
    workbench = undefined;
    workspace?.remove();
    workspace = undefined;
  });

  const openView = (page) => page.locator('.activitybar .action-label[aria-label="Lockstep"]').click();

  it('says what can be set up where there is a project and no environment', async () => {
    workspace = createWorkspace();
    workbench = await openWorkbench(workspace.shop, 'prisma/schema.prisma');
    const { page } = workbench;
    await openView(page);
    await page.locator('.welcome-view-content', { hasText: 'No environment is set up yet' }).waitFor();
    await page.locator('.welcome-view-content .monaco-button', { hasText: 'Set Up Environments' }).waitFor();
    await workbench.screenshot('welcome');
  });

  it('walks through five steps, and knows which are done', async () => {
    workspace = createWorkspace();
    workbench = await openWorkbench(workspace.shop, 'prisma/schema.prisma');
    const { page } = workbench;
    await openView(page);
    await page.locator('.welcome-view-content a, .welcome-view-content .monaco-button', { hasText: 'Begin with Lockstep' }).click();
    const steps = page.locator('.getting-started-step');
    await steps.first().waitFor();
    assert.deepEqual(
      (await steps.locator('.step-title').allInnerTexts()).map((text) => text.trim()),
      ['Open a schema', 'Read a warning', 'Apply a safe fix', 'Set up environments', 'Deploy'],
    );
    // Beside the side bar there is no room for the pictures.
    await page.keyboard.press('Control+b');
    await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
    for (const step of ['Read a warning', 'Apply a safe fix', 'Set up environments', 'Deploy']) {
      await steps
        .filter({ has: page.locator('.step-title', { hasText: step }) })
        .first()
        .click();
      await page.locator('.getting-started-media iframe, .getting-started-media svg, .getting-started-media img').first().waitFor();
      await workbench.screenshot(`walkthrough-${step.toLowerCase().replaceAll(' ', '-')}`);
    }
    await page.locator('.tab', { hasText: 'schema.prisma' }).click();
    await page.waitForSelector('.editor-instance .view-line');
    await page.locator('.tab', { hasText: 'Welcome' }).click();
    const done = steps.filter({ hasText: 'Open a schema' }).locator('.codicon-getting-started-step-checked.complete');
    await done.waitFor();
  });

  it('says that there is no project where there is none', async () => {
    const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'lockstep-editor-')));
    workspace = { remove: () => rmSync(folder, { recursive: true, force: true }) };
    mkdirSync(path.join(folder, 'notes'));
    writeFileSync(path.join(folder, 'notes/read.md'), '# Notes\n');
    workbench = await openWorkbench(folder, 'notes/read.md');
    const { page } = workbench;
    await openView(page);
    await page.locator('.welcome-view-content', { hasText: 'No Prisma project is open here' }).waitFor();
    await workbench.screenshot('welcome-no-project');
  });
});
