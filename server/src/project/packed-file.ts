import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

/** Bytes of a file that comes along: large ones are packed in the extension (`.br`), and lie as they are where the sources run unbundled. */
export function packedFile(path: string): Buffer<ArrayBuffer> {
  const bytes = readFileSync(path);
  return path.endsWith('.br') ? brotliDecompressSync(bytes) : bytes;
}
