import type { ParseResult } from '@pgsql/types';
import instantiate, { type LibpgQuery } from 'libpg-query/wasm/libpg-query.js';

/** PostgreSQL 18's own grammar, compiled to WebAssembly: a parse tree, or where and why it refuses the text. */
export type Parsed =
  | { readonly ok: true; readonly tree: ParseResult }
  | { readonly ok: false; readonly message: string /** Index of a code point, not of a UTF-16 unit. */; readonly codePoint: number };

/** Where the grammar's `libpg-query.wasm` lies; without it, beside the running script. */
export type Locate = (file: string) => string;

let grammar: LibpgQuery | null = null;
let preparing: Promise<void> | null = null;
let locate: Locate | undefined;

/** Loads the grammar once per process; parsing is synchronous afterwards. Rejects when the wasm file cannot be read. */
export function prepareGrammar(locateFile?: Locate): Promise<void> {
  locate = locateFile ?? locate;
  preparing ??= load();
  return preparing;
}

/** Whether texts can be parsed. */
export function isGrammarReady(): boolean {
  return grammar !== null;
}

async function load(): Promise<void> {
  grammar = await instantiate(locate === undefined ? {} : { locateFile: locate });
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Reads a whole text. The tree's positions are UTF-8 bytes. Never throws: a parser that gives up is a refusal at the start. */
export function parse(text: string): Parsed {
  if (grammar === null) return { ok: false, message: 'the PostgreSQL grammar is not loaded', codePoint: 0 };
  try {
    return parseWith(grammar, text);
  } catch {
    replace();
    return { ok: false, message: 'too deeply nested to read', codePoint: 0 };
  }
}

/** An instance begins with 128 MB of address space and never gives back what it has grown by; no ordinary migration makes it grow. */
const MAXIMUM_MEMORY = 128 * 1024 * 1024;

let isReplacing = false;

/**
 * Takes a new instance as soon as it is ready: after a huge text, and after a tree deeper than the stack. That ends in a
 * RangeError or a trap, which leave the instance's own stack where it was; it parses on, but each time with less room.
 */
function replace(): void {
  if (isReplacing) return;
  isReplacing = true;
  const done = () => {
    isReplacing = false;
  };
  load().then(done, done);
}

function parseWith(instance: LibpgQuery, text: string): Parsed {
  const query = copyIn(instance, text);
  const result = instance._wasm_parse_query_raw(query);
  try {
    const error = instance.getValue(result + 8, 'i32');
    if (error !== 0) return refusal(instance, error);
    const tree = JSON.parse(stringAt(instance, instance.getValue(result, 'i32'))) as ParseResult;
    return { ok: true, tree };
  } finally {
    instance._free(query);
    instance._wasm_free_parse_result(result);
    if (instance.HEAPU8.length > MAXIMUM_MEMORY) replace();
  }
}

/** The layout of `PgQueryError`: message, function, file, line and, fifth, the cursor position from 1. */
function refusal(instance: LibpgQuery, error: number): Parsed {
  const cursor = instance.getValue(error + 16, 'i32');
  return { ok: false, message: stringAt(instance, instance.getValue(error, 'i32')), codePoint: Math.max(cursor - 1, 0) };
}

function copyIn(instance: LibpgQuery, text: string): number {
  const capacity = text.length * 3 + 1;
  const pointer = instance._malloc(capacity);
  const { written } = encoder.encodeInto(text, instance.HEAPU8.subarray(pointer, pointer + capacity - 1));
  instance.HEAPU8[pointer + written] = 0;
  return pointer;
}

function stringAt(instance: LibpgQuery, pointer: number): string {
  const heap = instance.HEAPU8;
  return decoder.decode(heap.subarray(pointer, heap.indexOf(0, pointer)));
}
