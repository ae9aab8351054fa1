// `npm test`: installs what is missing, builds, runs every suite, and ends with one line of counts.
// Only Node and npm are expected; what a suite needs beyond them (servers, an editor, real histories) it skips with a line of its own.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackage } from './install.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const artefacts = path.join(root, 'artefacts');

/** Each suite is one process, so that none depends on another. `needs`: the private packages that it takes its servers and programs from. */
const suites = [
  { name: 'analysis', files: ['test/analysis/**/*.test.ts'] },
  { name: 'rules', files: ['test/rules/**/*.test.ts'] },
  { name: 'project', files: ['test/project/**/*.test.ts'] },
  { name: 'cli', files: ['test/cli/**/*.test.ts'] },
  { name: 'lsp', files: ['test/lsp/**/*.test.ts'] },
  { name: 'fuzz', files: ['test/fuzz/**/*.test.ts'] },
  {
    name: 'deploy',
    files: ['test/deploy/**/*.test.ts'],
    // They wait for servers and programs more than they compute, so two processes share them.
    beside: [
      'test/deploy/{backfill,backup,clone,pipelines,rehearsal,restore,rollouts}*.test.ts',
      'test/deploy/{drift,introspection}/*.test.ts',
    ],
    needs: ['tools/postgres-servers', 'tools/prisma-6', 'tools/prisma-7', 'tools/pglite'],
  },
  {
    name: 'corpus',
    files: ['test/corpus/**/*.test.ts'],
    beside: ['test/corpus/{baseline-on-server,catalog-against-server,no-drift,recovery-on-server,rehearsal}*.test.ts'],
    needs: ['tools/postgres-servers'],
  },
  { name: 'plans', files: ['test/plans/**/*.test.ts'], needs: ['tools/postgres-servers'] },
  { name: 'evidence', files: ['test/evidence/**/*.test.ts'], needs: ['tools/postgres-servers'] },
  { name: 'editor', script: 'test/editor/run.mjs', needs: ['tools/vscode-host', 'tools/postgres-servers', 'tools/prisma-7'] },
];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`Unknown suite: ${unknown.join(', ')}. There are: ${suites.map((suite) => suite.name).join(', ')}.`);
  process.exit(2);
}

await installPackage(root);
mkdirSync(artefacts, { recursive: true });
await run('npm', ['run', '--silent', 'build']);

const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
for (const suite of suites) {
  if (asked.length > 0 && !asked.includes(suite.name)) continue;
  for (const needed of suite.needs ?? []) await installPackage(path.join(root, needed), { optional: true });
  console.log(`\n== ${suite.name}`);
  const counts = await runSuite(suite);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  failures.push(...(counts.failures ?? []).map((failure) => ({ ...failure, suite: suite.name })));
}
// Once more: where a suite told of it lies thousands of lines above.
for (const { suite, title, message } of failures) console.log(`\nFailed in ${suite}: ${title}\n${message}`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 ? 0 : 1);

async function runSuite({ name, files, script, beside }) {
  if (script !== undefined) return runPart(name, [script]);
  const mocha = 'node_modules/mocha/bin/mocha.js';
  if (beside === undefined) return runPart(name, [mocha, ...files]);
  const parts = [
    runPart(name, [mocha, ...files, ...beside.flatMap((glob) => ['--ignore', glob])]),
    runPart(`${name}-beside`, [mocha, ...beside], { later: true }),
  ];
  const [first, second] = await Promise.all(parts);
  return {
    passed: first.passed + second.passed,
    failed: first.failed + second.failed,
    skipped: first.skipped + second.skipped,
    failures: [...(first.failures ?? []), ...(second.failures ?? [])],
  };
}

/** `later`: what it prints is printed in one piece when it has ended. */
async function runPart(name, command, { later = false } = {}) {
  const file = path.join(artefacts, `counts-${name}.json`);
  rmSync(file, { force: true });
  const code = await run(process.execPath, command, { LOCKSTEP_TEST_COUNTS: file }, later);
  if (!existsSync(file)) {
    const message = `The suite ended with code ${code} before it could report.`;
    return { passed: 0, failed: 1, skipped: 0, failures: [{ title: name, message }] };
  }
  const counts = JSON.parse(readFileSync(file, 'utf8'));
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function run(command, args, env = {}, later = false) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: later ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
      shell: process.platform === 'win32' && command === 'npm',
    });
    const printed = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => printed.push(text));
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code) => {
      for (const text of printed) process.stdout.write(text);
      resolve(code ?? 1);
    });
  });
}
