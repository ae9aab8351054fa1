import { parentPort, workerData } from 'node:worker_threads';
import type { SchemaFile } from '../../analysis/schema/schema-text';
import type { ExternalObjects } from '../project';
import { type EngineProvider, offlineAdapter } from './offline-adapter';
import { loadEngine, type SchemaEngine } from './wasm';

/** A comparison of two schemas; `empty` is a database without anything. Schemas are as the engine reads them. */
export interface DiffRequest {
  readonly id: number;
  readonly provider: EngineProvider;
  readonly from: readonly SchemaFile[] | 'empty';
  readonly to: readonly SchemaFile[] | 'empty';
  /** Left out on both sides. */
  readonly external?: ExternalObjects;
}

export type EngineAnswer =
  | { readonly id: number; readonly type: 'sql'; readonly sql: string }
  /** The engine refuses the request; `code` is Prisma's, such as P1012 for a schema that does not validate. */
  | { readonly id: number; readonly type: 'refused'; readonly code: string | null; readonly message: string }
  /** The engine is broken from here on. */
  | { readonly id: null; readonly type: 'panic'; readonly message: string };

/** What the engine's thread does until it is ended: answers each comparison. `workerData` is the path of the wasm file. */
function serve(port: NonNullable<typeof parentPort>, wasmFile: string): void {
  const answer = (message: EngineAnswer) => port.postMessage(message);
  const open = loadEngine(wasmFile, (message) => answer({ id: null, type: 'panic', message }));
  const engines = new Map<EngineProvider, Promise<SchemaEngine>>();

  const engineOf = (provider: EngineProvider): Promise<SchemaEngine> => {
    const engine = engines.get(provider) ?? open(offlineAdapter(provider));
    engines.set(provider, engine);
    return engine;
  };
  port.on('message', async ({ id, provider, from, to, external }: DiffRequest) => {
    try {
      const engine = await engineOf(provider);
      const filters = { externalTables: [...(external?.tables ?? [])], externalEnums: [...(external?.enums ?? [])] };
      const { stdout } = await engine.diff({ from: target(from), to: target(to), script: true, exitCode: null, filters });
      answer({ id, type: 'sql', sql: stdout ?? '' });
    } catch (error) {
      answer({ id, type: 'refused', ...refusal(error) });
    }
  });
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
