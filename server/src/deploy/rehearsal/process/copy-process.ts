import type { CopyAnswer, CopyRequest } from './messages';
import { openPglite } from './pglite-engine';
import { openSqliteCopy } from './sqlite-engine';

/**
 * The process that a copy lives in, so that its memory goes with it and a statement that takes minutes holds nobody up. It ends with its parent: the
 * channel between them closes.
 */
export interface Engine {
  readonly run: (sql: string) => Promise<{ readonly rows: readonly object[]; readonly affected: number | null }>;
  readonly close: () => void;
}

let engine: Engine | null = null;

process.once('disconnect', () => process.exit(0));
process.on('message', (request: CopyRequest) => void answer(request));

async function answer(request: CopyRequest): Promise<void> {
  const start = performance.now();
  const since = (): number => performance.now() - start;
  const { id } = request;
  try {
    const { rows, affected } = await done(request);
    send({ id, ok: true, rows: rows.map(asText), affected, milliseconds: since() });
  } catch (error) {
    const code = error instanceof Error && 'code' in error && error.code != null ? String(error.code) : null;
    send({ id, ok: false, code, message: error instanceof Error ? error.message : String(error), milliseconds: since() });
  }
}

async function done(request: CopyRequest): Promise<Awaited<ReturnType<Engine['run']>>> {
  const nothing = { rows: [], affected: null };
  switch (request.type) {
    case 'open-postgres':
      engine = await openPglite(request.pglite, request.extensions);
      return nothing;
    case 'open-sqlite':
      engine = openSqliteCopy(request.file);
      return nothing;
    case 'run':
      return engine === null ? nothing : engine.run(request.sql);
    case 'close':
      engine?.close();
      return nothing;
  }
}

function asText(row: object): Readonly<Record<string, string | null>> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value == null ? null : String(value)]));
}

function send(message: CopyAnswer): void {
  process.send?.(message);
}
