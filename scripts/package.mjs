// `npm run package`: builds, writes lockstep-<version>.vsix and checks its size.
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const file = `lockstep-${version}.vsix`;
const largest = 8 * 1024 * 1024;

node('scripts/build.mjs', '--release');
// The bundles hold their dependencies, so none is packaged. Links in the README stay as they are: there is no public repository to point at.
node(
  'node_modules/@vscode/vsce/vsce',
  'package',
  '--no-dependencies',
  '--allow-missing-repository',
  '--no-rewrite-relative-links',
  '--out',
  file,
);

const { size } = statSync(path.join(root, file));
console.log(`${file}: ${(size / 1024 / 1024).toFixed(2)} MB`);
if (size > largest) {
  console.error(`The package must not exceed ${largest / 1024 / 1024} MB.`);
  process.exit(1);
}

function node(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}
