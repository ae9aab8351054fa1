import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Failure, failed } from './outcome';

export interface Stored {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Writes what a program says into a new file that only its owner may read, and makes sure that the disk has it. `stages` stand between, such as a
 * compressor. `onBytes` takes the size so far. Rejects with the error of the stream that failed; the caller removes the file then.
 */
export async function storeStream(
  source: Readable,
  path: string,
  stages: readonly Transform[],
  onBytes: (bytes: number) => void,
): Promise<Stored> {
  const hash = createHash('sha256');
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      bytes += chunk.length;
      onBytes(bytes);
      done(null, chunk);
    },
  });
  await pipeline([source, ...stages, meter, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })]);
  return { bytes, sha256: hash.digest('hex') };
}

/** The checksum and size of a file. Rejects with the file system's error. */
export async function storedAt(path: string, abort?: AbortSignal): Promise<Stored> {
  const hash = createHash('sha256');
  let bytes = 0;
  const source = createReadStream(path, { highWaterMark: 1 << 20 });
  for await (const chunk of abort === undefined ? source : source.on('error', () => undefined)) {
    abort?.throwIfAborted();
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** What an error of the file system means for a backup; null where it is none. */
export function fileFailure(error: unknown, directory: string): Failure | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return failed(
        'disk-full',
        `There is no room left in ${directory}.`,
        'Make room, or name another directory: --output, or "backup" in lockstep.json.',
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ENOENT':
    case 'EISDIR':
      return failed(
        'directory-unwritable',
        `${directory} cannot be written to (${code}).`,
        'Correct its permissions, or name another directory: --output, or "backup" in lockstep.json.',
      );
    default:
      return null;
  }
}

export function removeFile(path: string): void {
  rmSync(path, { force: true });
}
