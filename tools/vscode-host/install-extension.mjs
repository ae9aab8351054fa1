// Puts the extension of this repository into an extensions folder as an installed one: only the parts that the package ships.
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';

const parts = ['package.json', 'package.nls.json', 'dist', 'docs', 'images', 'schemas', 'syntaxes', 'README.md', 'CHANGELOG.md', 'LICENSE'];

/** Links, not copies: a new build shows after reloading the window. */
export function installExtension(repository, extensionsDirectory) {
  const { publisher, name, version } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8'));
  const folder = path.join(extensionsDirectory, `${publisher}.${name}-${version}`);
  mkdirSync(folder, { recursive: true });
  for (const part of parts) {
    const source = path.join(repository, part);
    if (existsSync(source)) symlinkSync(source, path.join(folder, part));
  }
}
