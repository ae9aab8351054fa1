import { bindMigrationAwareSqlAdapterFactory, type SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';
import { packedFile } from '../packed-file';

declare global {
  /** The engine leaves the message of a panic here, just before it traps. */
  var PRISMA_WASM_PANIC_REGISTRY: { set_message(message: string): void } | undefined;
}

/** As much of it as is needed here; the full declaration is the browser's. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
};

export type SchemaEngine = glue.SchemaEngine;

/** After `onPanic` has been called the thread is of no use any more: the engine traps outside of every call. */
export function hearPanics(onPanic: (message: string) => void): void {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: onPanic };
}

/** Loads Prisma's schema engine from its wasm file, once per thread; returns a function that starts an engine on a database. */
export function loadEngine(wasmFile: string): (database: SqlMigrationAwareDriverAdapterFactory) => Promise<SchemaEngine> {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(packedFile(wasmFile)), { './schema_engine_bg.js': { ...glue } });
  glue.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === 'function') start();
  return (database) => glue.SchemaEngine.new({ datamodels: undefined }, () => {}, bindMigrationAwareSqlAdapterFactory(database));
}
