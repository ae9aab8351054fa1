import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { realPath } from './read-files';

/** A reader meets the old text or the new one, never half of it. @throws the file system's error. */
export function replaceFile(path: string, text: string): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** The same for a file that is there: it keeps its byte order mark, and a link stays one. @throws the file system's error. */
export function replaceText(path: string, text: string): void {
  replaceFile(realPath(path), `${markOf(path)}${text}`);
}

/** Texts are read without it, and a file that begins with one keeps it. */
function markOf(path: string): string {
  return readFileSync(path, 'utf8').startsWith('\uFEFF') ? '\uFEFF' : '';
}
