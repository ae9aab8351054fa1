import { parentPort, workerData } from 'node:worker_threads';
import type { SchemaFile } from '../../analysis/schema/schema-text';
import type { ExternalObjects } from '../project';
import type { FormatText } from './formatter';
import { type EngineProvider, offlineAdapter } from './offline-adapter';
import { hearPanics, loadEngine, type SchemaEngine } from './wasm';

/** A comparison of two schemas; `empty` is a database without anything. Schemas are as the engine reads them. */
export interface DiffRequest {
  readonly type: 'diff';
  readonly id: number;
  readonly provider: EngineProvider;
  readonly from: readonly SchemaFile[] | 'empty';
  readonly to: readonly SchemaFile[] | 'empty';
  /** Left out on both sides. */
  readonly external?: ExternalObjects;
}

/** Texts of schemas, each to be formatted on its own. */
export interface FormatRequest {
  readonly type: 'format';
  readonly id: number;
  readonly texts: readonly FormatText[];
}

export type EngineRequest = DiffRequest | FormatRequest;

export type EngineAnswer =
  | { readonly id: number; readonly type: 'sql'; readonly sql: string }
  /** In the order of the request. */
  | { readonly id: number; readonly type: 'formatted'; readonly texts: readonly string[] }
  /** The engine refuses the request; `code` is Prisma's, such as P1012 for a schema that does not validate. */
  | { readonly id: number; readonly type: 'refused'; readonly code: string | null; readonly message: string }
  /** The engine is broken from here on. */
  | { readonly id: null; readonly type: 'panic'; readonly message: string };

/** What the engine's thread does until it is ended: answers each request. `workerData` is the path of the engine's wasm file. */
function serve(port: NonNullable<typeof parentPort>, wasmFile: string): void {
  const answer = (message: EngineAnswer) => port.postMessage(message);
  hearPanics((message) => answer({ id: null, type: 'panic', message }));
  const engines = new Map<EngineProvider, Promise<SchemaEngine>>();
  let open: ReturnType<typeof loadEngine> | undefined;

  const engineOf = (provider: EngineProvider): Promise<SchemaEngine> => {
    open ??= loadEngine(wasmFile);
    const engine = engines.get(provider) ?? open(offlineAdapter(provider));
    engines.set(provider, engine);
    return engine;
  };
  const diff = async ({ provider, from, to, external }: DiffRequest): Promise<string> => {
    const engine = await engineOf(provider);
    const filters = { externalTables: [...(external?.tables ?? [])], externalEnums: [...(external?.enums ?? [])] };
    const { stdout } = await engine.diff({ from: target(from), to: target(to), script: true, exitCode: null, filters });
    return stdout ?? '';
  };
  port.on('message', async (request: EngineRequest) => {
    const { id } = request;
    try {
      if (request.type === 'diff') answer({ id, type: 'sql', sql: await diff(request) });
      else answer({ id, type: 'formatted', texts: request.texts.map(formatter().formatted) });
    } catch (error) {
      answer({ id, type: 'refused', ...refusal(error) });
    }
  });
}

/** The formatter is a wasm file of its own, which most requests do not need. */
function formatter(): typeof import('./formatter') {
  return require('./formatter');
}

function target(schema: readonly SchemaFile[] | 'empty') {
  if (schema === 'empty') return { tag: 'empty' } as const;
  return { tag: 'schemaDatamodel', files: schema.map(({ path, text }) => ({ path, content: text })) } as const;
}

function refusal(error: unknown): { readonly code: string | null; readonly message: string } {
  if (!(error instanceof Error)) return { code: null, message: String(error) };
  return { code: 'code' in error && typeof error.code === 'string' ? error.code : null, message: error.message };
}

if (parentPort !== null) serve(parentPort, String(workerData));
