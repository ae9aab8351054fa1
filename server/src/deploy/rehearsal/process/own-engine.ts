import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packedFile } from '../../../project/packed-file';

/** By `require` alone its package gives the form that can be bundled. */
const { PGlite }: typeof import('@electric-sql/pglite') = require('@electric-sql/pglite');

/** As much of it as is needed here; the full declaration is the browser's. */
declare const WebAssembly: { readonly compile: (bytes: Uint8Array) => Promise<object> };

/**
 * Starts the embedded PostgreSQL that comes along, from the files in `folder`. `extensions`: archives by the name that SQL has for each.
 * Source of the options: https://pglite.dev/docs/api
 */
export async function startOwnPglite(folder: string, extensions: Readonly<Record<string, string>>) {
  const file = (name: string): Buffer<ArrayBuffer> => {
    const packed = join(folder, `${name}.br`);
    return packedFile(existsSync(packed) ? packed : join(folder, name));
  };
  return PGlite.create({
    pgliteWasmModule: await WebAssembly.compile(file('pglite.wasm')),
    initdbWasmModule: await WebAssembly.compile(file('initdb.wasm')),
    fsBundle: new Blob([file('pglite.data')]),
    extensions: Object.fromEntries(
      Object.entries(extensions).map(([name, archive]) => [
        name,
        { name, setup: async (_database: unknown, options: unknown) => ({ emscriptenOpts: options, bundlePath: pathToFileURL(archive) }) },
      ]),
    ),
  });
}
