/** The part of libpg-query's emscripten module that `grammar.ts` calls; the package ships no types for it. */
declare module 'libpg-query/wasm/libpg-query.js' {
  export interface LibpgQuery {
    readonly HEAPU8: Uint8Array;
    readonly _malloc: (bytes: number) => number;
    readonly _free: (pointer: number) => void;
    readonly _wasm_parse_query_raw: (query: number) => number;
    readonly _wasm_free_parse_result: (result: number) => void;
    readonly getValue: (pointer: number, type: 'i32') => number;
  }

  export default function instantiate(options?: { readonly locateFile?: (file: string) => string }): Promise<LibpgQuery>;
}
