import { join } from 'node:path';
import { isObject, readJson, textIn } from '../../project/json';
import { upwards } from '../../project/prisma-version';
import { isFile, readText } from '../../project/read-files';
import { isTopOfRepository } from '../../project/settings-file';

/** `yarn`: the classic one, version 1; `berry`: Yarn 2 and newer. */
export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'berry' | 'bun';

/** The lock files that tell who installs, each where the project or its workspace begins. */
const lockFiles: readonly (readonly [name: string, manager: PackageManager])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['yarn.lock', 'yarn'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
];

/**
 * Who installs a project's packages: what `packageManager` of the nearest package.json says
 * (https://nodejs.org/api/packages.html#packagemanager), or the nearest lock file, up to the top of the repository. Null when nothing says.
 */
export function packageManagerOf(root: string): PackageManager | null {
  for (const directory of upwards(root)) {
    const manager = stated(directory) ?? locked(directory);
    if (manager !== null) return manager;
    if (isTopOfRepository(directory)) return null;
  }
  return null;
}

function stated(directory: string): PackageManager | null {
  const [, name, major] = /^(npm|pnpm|yarn|bun)@(\d+)/.exec(textIn(readJson(join(directory, 'package.json'))?.packageManager) ?? '') ?? [];
  if (name === 'yarn') return Number(major) >= 2 ? 'berry' : 'yarn';
  return name === 'npm' || name === 'pnpm' || name === 'bun' ? name : null;
}

function locked(directory: string): PackageManager | null {
  const found = lockFiles.find(([name]) => isFile(join(directory, name)));
  if (found?.[1] !== 'yarn') return found?.[1] ?? null;
  const isBerry = isFile(join(directory, '.yarnrc.yml')) || /^__metadata:/m.test(readText(join(directory, 'yarn.lock')) ?? '');
  return isBerry ? 'berry' : 'yarn';
}

/** What a person runs so that Prisma's command line is there: an installation, or, where no package.json asks for it, its addition. */
export function installCommand(root: string): string {
  const manager = packageManagerOf(root) ?? 'npm';
  return (asksForPrisma(root) ? install : add)[manager];
}

const install: Readonly<Record<PackageManager, string>> = {
  npm: 'npm install',
  pnpm: 'pnpm install',
  yarn: 'yarn install',
  berry: 'yarn install',
  bun: 'bun install',
};

const add: Readonly<Record<PackageManager, string>> = {
  npm: 'npm install --save-dev prisma',
  pnpm: 'pnpm add --save-dev prisma',
  yarn: 'yarn add --dev prisma',
  berry: 'yarn add --dev prisma',
  bun: 'bun add --dev prisma',
};

function asksForPrisma(root: string): boolean {
  for (const directory of upwards(root)) {
    const manifest = readJson(join(directory, 'package.json'));
    const groups = [manifest?.devDependencies, manifest?.dependencies, manifest?.optionalDependencies];
    if (groups.some((group) => isObject(group) && 'prisma' in group)) return true;
    if (isTopOfRepository(directory)) return false;
  }
  return false;
}
