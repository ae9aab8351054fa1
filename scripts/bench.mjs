// `npm run bench`: builds, then measures every budget in one run. `-- --quick` takes fewer runs.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackage } from './install.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
await installPackage(root);
const options = { cwd: root, stdio: 'inherit' };
const built = spawnSync(process.execPath, ['scripts/build.mjs'], options);
if (built.status !== 0) process.exit(built.status ?? 1);
const measured = spawnSync(process.execPath, ['--require', 'tsx/cjs', 'bench/main.ts', ...process.argv.slice(2)], options);
process.exit(measured.status ?? 1);
