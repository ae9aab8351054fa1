#!/usr/bin/env node
// Stands in for the desktop `code` executable in @vscode/test-electron: takes its arguments, runs the same VS Code with the
// workbench in a headless browser and the extension host in Node, and ends with the test runner's exit code.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { launchBrowser } from './browser.mjs';
import { remoteUri, startServer, workbenchAddress } from './server.mjs';

const timeLimit = 300_000;
const failure = { hung: 71, crashed: 72, serverEnded: 73 };

const { flags, positional } = parseArguments(process.argv.slice(2));
const server = await startServer({ development: true, extensionsDirectory: flags.get('extensions-dir')?.at(-1) });
const browser = await launchBrowser();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });

// The workbench calls both: the first with the exit code of the tests, the second for each console line.
const finished = new Promise((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
await page.exposeFunction('codeAutomationLog', (type, parts) => console[type === 'error' ? 'error' : 'log'](...parts));
await page.goto(workbenchAddress(server.port, positional[0], payload()));

const code = await Promise.race([
  finished,
  new Promise((resolve) => page.once('crash', () => resolve(failure.crashed))),
  server.exited.then(() => failure.serverEnded),
  new Promise((resolve) => setTimeout(resolve, timeLimit, failure.hung)),
]);
if (code !== 0) await keepEvidence();
await browser.close();
server.stop();
process.exit(code);

function parseArguments(list) {
  const flags = new Map();
  const positional = [];
  for (const argument of list) {
    const match = /^--([^=]+)(?:=(.*))?$/s.exec(argument);
    if (match) flags.set(match[1], [...(flags.get(match[1]) ?? []), match[2] ?? '']);
    else positional.push(argument);
  }
  return { flags, positional };
}

function payload() {
  const development = flags.get('extensionDevelopmentPath') ?? [];
  const tests = flags.get('extensionTestsPath')?.at(-1);
  return [
    ...development.map((folder) => ['extensionDevelopmentPath', remoteUri(server.port, folder)]),
    ...(tests === undefined ? [] : [['extensionTestsPath', remoteUri(server.port, tests)]]),
  ];
}

/** A picture and the server's log, where the caller asked for them. */
async function keepEvidence() {
  if (code >= failure.hung) console.error(`The VS Code host failed (${code}).\n${server.log().slice(-4000)}`);
  const folder = process.env.VSCODE_TEST_ARTEFACTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'vscode-server.log'), server.log());
  await page.screenshot({ path: path.join(folder, 'failed-workbench.png') }).catch(() => {});
}
