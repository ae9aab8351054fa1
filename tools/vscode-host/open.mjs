#!/usr/bin/env node
// Shows a folder in VS Code with this repository's extension, in any browser: node open.mjs <folder> [file…]
// Prints the address and stays until Ctrl+C.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installExtension } from './install-extension.mjs';
import { remoteUri, startServer, supported, workbenchAddress } from './server.mjs';

const [folder, ...files] = process.argv.slice(2);
if (folder === undefined || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) stop('usage: node open.mjs <folder> [file…]');
if (!supported) stop('The browser-based VS Code runs on linux-x64 only; open the folder in a desktop VS Code instead.');

const extensionsDirectory = mkdtempSync(path.join(os.tmpdir(), 'vscode-extensions-'));
process.once('exit', () => rmSync(extensionsDirectory, { recursive: true, force: true }));
installExtension(path.resolve(import.meta.dirname, '../..'), extensionsDirectory);
const server = await startServer({ extensionsDirectory });
const opened = files.map((file) => ['openFile', remoteUri(server.port, path.resolve(folder, file))]);
console.log(`VS Code with Lockstep: ${workbenchAddress(server.port, folder, opened)}`);
console.log('Press Ctrl+C to stop.');
await server.exited;
stop(`The VS Code server ended.\n${server.log().slice(-2000)}`);

function stop(message) {
  console.error(message);
  process.exit(2);
}
