// What somebody sees who does not trust a workspace, or cannot write to it.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createWorkspace } from '../workspaces.mjs';
import { openWorkbench } from './workbench-page.mjs';

/** With findings as it is. */
const migration = 'prisma/migrations/20250924143012_payment_references/migration.sql';

/** Those that run the project's code or connect. */
const kept = [
  'Set Up Environments…',
  'Refresh Environments',
  'Show Migration Matrix',
  'Take Table Statistics…',
  'Set Connection Secret…',
  'Preview Deploy',
  'Deploy…',
  'Back Up…',
  'Restore Backup…',
  'Rehearse…',
  'Show Drift…',
  'Recover…',
  'Mark Migration as Applied…',
  'Remove Copies of Rehearsals and Restores…',
  'Run Prisma Configuration',
  'Run Backfill…',
];

describe('the workbench of a workspace', function () {
  this.timeout(300_000);
  let workbench;
  let clean = [];

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await workbench?.screenshot('failed-restricted');
    await workbench?.close();
    workbench = undefined;
    for (const one of clean.toReversed()) one();
    clean = [];
  });

  const row = (text) => workbench.page.locator('.tree-explorer-viewlet-tree-view .monaco-list-row', { hasText: text });
  const toast = (text) => workbench.page.locator('.notification-toast', { hasText: text });

  /** Runs a command that says why it does nothing. A toast that comes while others are cleared may go with them: then it is asked for again. */
  async function refused(title) {
    for (let attempt = 1; ; attempt++) {
      await workbench.runCommand(`Lockstep: ${title}`);
      try {
        await toast('In an untrusted workspace nothing is connected and no program is started.').waitFor({ timeout: 15_000 });
        return;
      } catch (error) {
        if (attempt === 4) throw error;
        await workbench.runCommand('Notifications: Clear All Notifications');
      }
    }
  }

  it('that is not trusted analyses, connects to nothing, starts nothing, and says why', async () => {
    const workspace = createWorkspace();
    clean.push(() => workspace.remove());
    let connections = 0;
    const database = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    await new Promise((listening) => database.listen(0, '127.0.0.1', listening));
    clean.push(() => database.close());
    const ran = path.join(workspace.shop, 'ran');
    writeFileSync(
      path.join(workspace.shop, 'prisma.config.ts'),
      `require('node:fs').writeFileSync(${JSON.stringify(ran)}, '');\nexport default {};\n`,
    );
    writeFileSync(path.join(workspace.shop, '.env'), `DATABASE_URL="postgresql://shop@127.0.0.1:${database.address().port}/shop"\n`);
    const environments = [{ name: 'staging', kind: 'staging', url: { env: 'DATABASE_URL' } }];
    writeFileSync(path.join(workspace.shop, 'lockstep.json'), JSON.stringify({ environments }));

    workbench = await openWorkbench(workspace.shop, migration, { trust: true });
    const { page } = workbench;
    await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    // What needs no database and no program is there all the same.
    await page.waitForSelector('.editor-instance .squiggly-warning');
    await page.locator('.activitybar .action-label[aria-label="Lockstep"]').click();
    await page
      .locator('.tree-explorer-viewlet-tree-view .message', { hasText: 'In an untrusted workspace nothing is connected' })
      .waitFor();
    await row('staging').filter({ hasText: 'not connected' }).waitFor();
    for (const title of kept) {
      await refused(title);
      if (title === 'Deploy…') await workbench.screenshot('untrusted');
      await workbench.runCommand('Notifications: Clear All Notifications');
      await toast('In an untrusted workspace').waitFor({ state: 'detached' });
    }
    assert.deepEqual([connections, existsSync(ran)], [0, false]);
  });

  it('that is not trusted and has no environments says so where they would be', async () => {
    const workspace = createWorkspace();
    clean.push(() => workspace.remove());
    workbench = await openWorkbench(workspace.shop, migration, { trust: true });
    const { page } = workbench;
    await page.locator('.activitybar .action-label[aria-label="Lockstep"]').click();
    const welcome = page.locator('.welcome-view-content', {
      hasText: 'In an untrusted workspace migrations are analysed, but nothing is connected',
    });
    await welcome.waitFor();
    await welcome.locator('.monaco-button, a', { hasText: 'Manage Workspace Trust' }).waitFor();
  });

  it('that is read-only says so where something is to be written, and analyses', async function () {
    const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'lockstep-editor-')));
    clean.push(() => rmSync(folder, { recursive: true, force: true }));
    const write = (file, text) => {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    };
    write('package.json', '{ "devDependencies": { "prisma": "6.19.3" } }\n');
    write(
      'prisma/schema.prisma',
      'datasource db {\n  provider = "sqlite"\n  url      = "file:./dev.db"\n}\n\nmodel User {\n  id Int @id\n}\n',
    );
    write('prisma/migrations/migration_lock.toml', 'provider = "sqlite"\n');
    write('prisma/migrations/20260101000000_users/migration.sql', 'CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY);\n');
    write('.env', 'DATABASE_URL="file:./dev.db"\n');
    write('lockstep.json', JSON.stringify({ environments: [{ name: 'staging', kind: 'staging', url: { env: 'DATABASE_URL' } }] }));
    write('prisma/dev.db', '');
    if (!madeReadOnly(folder)) {
      console.log('      skipped: no right to mount a folder that root cannot write to');
      this.skip();
    }
    const before = readdirSync(folder, { recursive: true }).sort();
    workbench = await openWorkbench(folder, 'prisma/schema.prisma');
    const { page } = workbench;
    const choice = page.locator('.quick-input-list .monaco-list-row', { hasText: 'staging' }).first();
    await page.locator('.activitybar .action-label[aria-label="Lockstep"]').click();
    await page.locator('.tree-explorer-viewlet-tree-view .monaco-list-row', { hasText: 'staging' }).first().waitFor();
    await workbench.runCommand('Lockstep: Back Up…');
    await choice.waitFor();
    await page.keyboard.press('Enter');
    await toast('cannot be written to (E').waitFor();
    await workbench.screenshot('read-only');
    assert.match(
      await toast('cannot be written to (E').first().textContent(),
      /\.lockstep\/backups cannot be written to \((EROFS|EACCES)\)\. Correct its permissions/,
    );
    assert.deepEqual(readdirSync(folder, { recursive: true }).sort(), before);
  });

  /** Root is stopped by no permission: for it the folder is mounted over itself. */
  function madeReadOnly(folder) {
    if (process.getuid() !== 0) {
      execFileSync('chmod', ['-R', 'a-w', folder]);
      clean.push(() => void spawnSync('chmod', ['-R', 'u+w', folder]));
      return true;
    }
    const mount = (...words) => spawnSync('mount', words, { stdio: 'ignore' }).status === 0;
    if (!mount('--bind', folder, folder)) return false;
    clean.push(() => void spawnSync('umount', ['-l', folder]));
    return mount('-o', 'remount,ro,bind', folder);
  }
});
