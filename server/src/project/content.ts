import { createHash } from 'node:crypto';

/** Hash that names a text in the cache. */
export function contentHash(text: string): string {
  return createHash('sha1').update(text).digest('base64');
}

/**
 * Whether `bytes` is what git stores as `blob`, also when git would turn CRLF into LF on commit (`core.autocrlf`, `eol`). The
 * length of the hash says whether the repository uses SHA-1 or SHA-256.
 */
export function isBlob(bytes: Uint8Array, blob: string): boolean {
  if (blobHash(bytes, blob.length) === blob) return true;
  const unified = withoutCarriageReturns(bytes);
  return unified.length !== bytes.length && blobHash(unified, blob.length) === blob;
}

function blobHash(bytes: Uint8Array, length: number): string {
  const hash = createHash(length === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** Every CRLF as LF. */
function withoutCarriageReturns(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, index) => !(byte === 13 && bytes[index + 1] === 10));
}
