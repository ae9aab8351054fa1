import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isObject, textIn } from '../../project/json';
import { upwards } from '../../project/prisma-version';
import { isFile } from '../../project/read-files';

/** Yarn's Plug'n'Play: packages stay in archives, and a script teaches Node to find them (https://yarnpkg.com/features/pnp). */
export interface PlugAndPlay {
  /** `.pnp.cjs`. */
  readonly file: string;
  /** `.pnp.loader.mjs`, for packages that are modules; null where there is none. */
  readonly loader: string | null;
}

/** The one that counts in a directory: its own or the nearest above. */
export function findPlugAndPlay(root: string): PlugAndPlay | null {
  for (const directory of upwards(root)) {
    const file = join(directory, '.pnp.cjs');
    const loader = join(directory, '.pnp.loader.mjs');
    if (isFile(file)) return { file, loader: isFile(loader) ? loader : null };
  }
  return null;
}

/** What Yarn itself puts into `NODE_OPTIONS`, so that whatever Node starts inherits it. */
export function nodeOptionsOf({ file, loader }: PlugAndPlay, inherited: string | undefined): string {
  const own = [`--require ${quoted(file)}`, ...(loader === null ? [] : [`--experimental-loader ${pathToFileURL(loader).href}`])];
  return [...(inherited ? [inherited] : []), ...own].join(' ');
}

/** Node takes a path with blanks only in double quotes, with `\` before a backslash or a quote. */
function quoted(path: string): string {
  return /[\s"\\]/.test(path) ? `"${path.replace(/["\\]/g, '\\$&')}"` : path;
}

/** What the process runs; its last argument is the directory that looks for the package. */
const script = `
const { createRequire } = require('node:module');
const { dirname, join } = require('node:path');
const directory = process.argv.at(-1);
let answer = {};
try {
  const manifest = createRequire(join(directory, 'package.json')).resolve('prisma/package.json');
  const { version, bin } = JSON.parse(require('node:fs').readFileSync(manifest, 'utf8'));
  answer = { version, script: join(dirname(manifest), typeof bin === 'string' ? bin : bin.prisma) };
} catch {}
process.send(answer, () => process.exit(0));
`;

const timeLimit = 15_000;

/** Asks for the package `prisma` in a process of its own: `.pnp.cjs` is code of the project. Null where it is not there. */
export function prismaInPlugAndPlay(
  { file }: PlugAndPlay,
  directory: string,
): Promise<{ readonly version: string; readonly script: string } | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--require', file, '--eval', script, '--', directory], {
      cwd: directory,
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      windowsHide: true,
    });
    const end = (message: unknown): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      const [version, found] = isObject(message) ? [textIn(message.version), textIn(message.script)] : [null, null];
      resolve(version === null || found === null ? null : { version, script: found });
    };
    const timer = setTimeout(() => end(null), timeLimit);
    child.on('message', end);
    child.on('error', () => end(null));
    // What was sent is heard before the channel closes.
    child.on('disconnect', () => end(null));
  });
}
