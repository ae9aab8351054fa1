// `npm start`: from a fresh clone to the example in the terminal and in a real VS Code.
//   npm start [-- --no-open]
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackage } from './install.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const example = path.join(root, 'examples', 'shop');
const windows = process.platform === 'win32';
const open = !process.argv.includes('--no-open');

await installPackage(root);
if ((await run(process.execPath, ['scripts/build.mjs'])) !== 0) process.exit(1);

console.log('\n$ lockstep lint examples/shop\n');
const findings = await run(process.execPath, ['dist/cli.js', 'lint', 'examples/shop']);
// The example has findings on purpose: only 2, "it could not do its work", is a failure.
if (findings > 1) process.exit(1);
if (!open) process.exit(0);

process.exit(hasDesktopEditor() ? await openOnDesktop() : await openInBrowser());

function hasDesktopEditor() {
  return spawnSync('code', ['--version'], { stdio: 'ignore', shell: windows }).status === 0;
}

function openOnDesktop() {
  console.log('Opening examples/shop in VS Code…');
  return run('code', ['--new-window', `--extensionDevelopmentPath=${root}`, example, pendingMigration()], windows);
}

async function openInBrowser() {
  const host = path.join(root, 'tools', 'vscode-host');
  await installPackage(host);
  const setup = await run(process.execPath, [path.join(host, 'setup.mjs')]);
  return setup === 0 ? run(process.execPath, [path.join(host, 'open.mjs'), example, pendingMigration()]) : setup;
}

function pendingMigration() {
  return path.join(example, 'prisma', 'migrations', '20250924143012_payment_references', 'migration.sql');
}

function run(command, args, shell = false) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', shell });
    const stop = () => child.kill('SIGINT');
    process.once('SIGINT', stop);
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code) => {
      process.removeListener('SIGINT', stop);
      resolve(code ?? 0);
    });
  });
}
