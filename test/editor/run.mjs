// Runs the editor tests: a mocha suite inside the extension host of a real VS Code, then the workbench itself, driven by a browser.
//   node test/editor/run.mjs [suite|workbench]
// Everything that it starts ends with it. LOCKSTEP_TEST_COUNTS names a file for the counts.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import Mocha from 'mocha';
import failuresOf from '../failures.cjs';
import { browserHostIsSupported, chooseHost, hostIsInstalled, importFromHost } from './host.mjs';
import { createWorkspace } from './workspaces.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const cache = path.join(root, '.cache/editor');
const artefacts = path.join(root, 'artefacts');
const parts = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0, failures: [] };

await main();
const file = process.env.LOCKSTEP_TEST_COUNTS;
if (file) writeFileSync(file, JSON.stringify(total));
console.log(`editor: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 ? 0 : 1);

async function main() {
  if (!hostIsInstalled()) return skip('tools/vscode-host is not installed (npm ci --ignore-scripts there)');
  for (const bundle of ['client.js', 'server.js']) {
    if (!existsSync(path.join(root, 'dist', bundle))) return fail(`dist/${bundle} is missing; npm run build makes it`);
  }
  await import('../../tools/vscode-host/setup.mjs');
  mkdirSync(cache, { recursive: true });
  mkdirSync(artefacts, { recursive: true });
  if (asked('suite')) await runSuite();
  if (asked('workbench')) await runWorkbench();
}

function asked(part) {
  return parts.length === 0 || parts.includes(part);
}

/** The suite in the extension host. */
async function runSuite() {
  const host = await chooseHost();
  if (host.executable === null) return host.asked ? fail(host.reason) : skip(host.reason);
  console.log(`Extension host: ${host.name}`);
  const suite = await bundleSuite();
  const counts = path.join(cache, 'counts.json');
  rmSync(counts, { force: true });
  const workspace = createWorkspace();
  process.once('exit', workspace.remove);
  if (workspace.history === null) console.log('skipped: the real history (no corpus: LOCKSTEP_CORPUS names its folder)');
  const { runTests } = await importFromHost('@vscode/test-electron');
  try {
    await runTests({
      vscodeExecutablePath: host.executable,
      extensionDevelopmentPath: root,
      extensionTestsPath: suite,
      launchArgs: [workspace.file],
      extensionTestsEnv: {
        LOCKSTEP_EDITOR_COUNTS: counts,
        LOCKSTEP_EDITOR_SHOP: workspace.shop,
        LOCKSTEP_EDITOR_FORUM: workspace.forum,
        LOCKSTEP_EDITOR_HISTORY: workspace.history ?? '',
        VSCODE_TEST_ARTEFACTS: artefacts,
      },
    });
  } catch (error) {
    console.error(error.message);
  }
  workspace.remove();
  if (existsSync(counts)) add(JSON.parse(readFileSync(counts, 'utf8')));
  else fail('The suite ended before it could report.');
}

/** The workbench as people see it; the same process runs mocha and drives the browser. */
async function runWorkbench() {
  if (!(await browserHostIsSupported())) return skip('the workbench in a browser exists for linux-x64 only');
  const mocha = new Mocha({ ui: 'bdd', timeout: 180_000, color: false, forbidOnly: true });
  for (const file of ['workbench.mjs', 'schema.mjs', 'rollouts.mjs', 'environments.mjs', 'welcome.mjs', 'restricted.mjs', 'deploy.mjs'])
    mocha.addFile(path.join(import.meta.dirname, 'workbench', file));
  await mocha.loadFilesAsync();
  let failures = [];
  const stats = await new Promise((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats));
    failures = failuresOf(runner);
  });
  add({ passed: stats.passes, failed: stats.failures, skipped: stats.pending, failures });
}

async function bundleSuite() {
  const outfile = path.join(cache, 'suite.js');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'suite/index.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}

function add({ passed, failed, skipped, failures = [] }) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  total.failures.push(...failures);
}

function skip(reason) {
  console.log(`skipped: ${reason}`);
  total.skipped += 1;
}

function fail(reason) {
  console.error(reason);
  add({ passed: 0, failed: 1, skipped: 0, failures: [{ title: 'the editor tests', message: reason }] });
}
