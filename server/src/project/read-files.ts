import { type Dirent, existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';

/**
 * The text of a file without its byte order mark; null where it cannot be read. Most files that are asked for are not there, and to
 * look first costs a tenth of an exception.
 */
export function readText(path: string): string | null {
  if (!existsSync(path)) return null;
  try {
    return withoutByteOrderMark(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** Editors do not count the byte order mark as a character, so positions must not either. */
export function withoutByteOrderMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** What a directory holds, sorted by name; empty where it cannot be read, which is told. */
export function entriesOf(directory: string, notes: string[] = []): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    notes.push(`${directory} cannot be read: ${errorCode(error)}.`);
    return [];
  }
}

/** Follows symbolic links. */
export function isDirectory(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
}

/** Follows symbolic links. */
export function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return false;
  }
}

/** The path without symbolic links; the path itself where nothing is there. */
export function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

/** Larger files are none that anyone wrote; reading them would only cost memory. */
const maximumBytes = 32 * 1024 * 1024;

/**
 * The text of a file with its byte order mark; null without one. A file that exists and cannot be read is told. As text it is read in
 * two thirds of the time that its bytes take.
 */
export function readTextOrNote(path: string, notes: string[]): string | null {
  try {
    const text = readFileSync(path, 'utf8');
    const bytes = text.length * 3 <= maximumBytes ? 0 : statSync(path).size;
    if (bytes <= maximumBytes) return text;
    notes.push(`${path} was not analysed: it holds ${Math.round(bytes / 1024 / 1024)} MB.`);
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') notes.push(`${path} cannot be read: ${code}.`);
  }
  return null;
}

/** The bytes of a file whose text is known: no other ones, unless some were no UTF-8. */
export function bytesOf(path: string, text: string): Uint8Array {
  if (!text.includes('\uFFFD')) return Buffer.from(text);
  try {
    return readFileSync(path);
  } catch {
    return Buffer.from(text);
  }
}

/** `ENOENT`, `EACCES`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
