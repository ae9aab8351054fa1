// A workbench in a browser with Lockstep installed, and what people do in it, in terms of the keyboard and of what can be seen.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { launchBrowser } from '../../../tools/vscode-host/browser.mjs';
import { installExtension } from '../../../tools/vscode-host/install-extension.mjs';
import { remoteUri, startServer, workbenchAddress } from '../../../tools/vscode-host/server.mjs';

const root = path.resolve(import.meta.dirname, '../../..');
const settings = {
  'breadcrumbs.enabled': false,
  'editor.fontFamily': "'DejaVu Sans Mono', monospace",
  'editor.fontSize': 13,
  'editor.minimap.enabled': false,
  'workbench.colorTheme': 'Default Dark Modern',
};

const screenshots = path.join(root, 'artefacts/screenshots');

/** Opens a folder with one file in the editor. `close()` ends browser and server. `trust`: the folder is not trusted as long as nobody says so. */
export async function openWorkbench(folder, file, { trust = false } = {}) {
  mkdirSync(screenshots, { recursive: true });
  const extensionsDirectory = mkdtempSync(path.join(os.tmpdir(), 'vscode-extensions-'));
  installExtension(root, extensionsDirectory);
  const server = await startServer({ extensionsDirectory, settings, trust });
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  // A machine may be busy: how long something takes says nothing here.
  page.setDefaultTimeout(60_000);
  await page.goto(workbenchAddress(server.port, folder, [['openFile', remoteUri(server.port, path.join(folder, file))]]));
  await page.waitForSelector('.monaco-workbench .monaco-editor .view-line');

  return {
    page,
    /** Nothing is half faded in it. */
    screenshot: async (name) => {
      await page.evaluate(() => {
        const passing = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Number.POSITIVE_INFINITY);
        return Promise.all(passing.map(({ finished }) => finished.catch(() => undefined)));
      });
      await page.screenshot({ path: path.join(screenshots, `${name}.png`) });
    },
    /** Runs a command of the palette by its whole title. A key that was meant for what was there before may still close it: then it is opened again. */
    runCommand: async (title) => {
      for (let attempt = 1; ; attempt++) {
        await page.keyboard.press('F1');
        const row = page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).first();
        try {
          await page
            .locator('.quick-input-widget:not([style*="display: none"]) .quick-input-box input')
            .fill(`>${title}`, { timeout: 5_000 });
          await row.waitFor({ timeout: 5_000 });
          await page.keyboard.press('Enter');
          return;
        } catch (error) {
          if (attempt === 5) throw error;
        }
      }
    },
    /** Opens a file of the workspace by a part of its path. */
    openFile: async (part) => {
      await page.keyboard.press('Control+p');
      await page.waitForSelector('.quick-input-widget:not([style*="display: none"])');
      await page.keyboard.type(part);
      const name = path.basename(part);
      await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: name }).waitFor();
      await page.keyboard.press('Enter');
    },
    /** Opens the menu of what can be done at the cursor; resolves with the entry of this text. What still closes may close it too: then it is opened again. */
    offered: async (text) => {
      const entry = page.locator('.action-widget').getByText(text);
      for (let attempt = 1; ; attempt++) {
        await page.keyboard.press('Control+.');
        try {
          await entry.first().waitFor({ timeout: 10_000 });
          return entry;
        } catch (error) {
          if (attempt === 5) throw error;
          await page.keyboard.press('Escape');
        }
      }
    },
    /** Ids of the language servers that this workbench has started and that still run. */
    languageServers: () => processesOfGroup(server.processGroup, path.join('dist', 'server.js')),
    log: server.log,
    close: async () => {
      await browser.close();
      server.stop();
      rmSync(extensionsDirectory, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** Ids of the processes of a group whose command line holds a text. */
function processesOfGroup(group, text) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((id) => {
      try {
        const fields = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1].split(' ');
        return Number(fields[2]) === group && readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(text);
      } catch {
        return false; // It has ended meanwhile.
      }
    })
    .map(Number);
}
