import { type Row, rowAsText } from './database';
import type { SqliteReader } from './sqlite';

/** Opens the file with the SQLite of Node (https://nodejs.org/api/sqlite.html); null where this Node has none. */
export function nativeSqlite(file: string): SqliteReader | null {
  const module: unknown = builtin('node:sqlite');
  if (!hasDatabase(module)) return null;
  const database = new module.DatabaseSync(file, { readOnly: true });
  const all = (sql: string): readonly Row[] => {
    const statement = database.prepare(sql);
    statement.setReadBigInts(true);
    return statement.all().map(rowAsText);
  };
  database.exec('PRAGMA busy_timeout = 500');
  return { version: all('SELECT sqlite_version() AS version')[0]?.version ?? '', all, close: () => database.close() };
}

/** Without a warning that it is experimental, which Node 22 would print. */
function builtin(name: string): unknown {
  const emit = process.emitWarning;
  process.emitWarning = () => undefined;
  try {
    return process.getBuiltinModule?.(name);
  } catch {
    return undefined;
  } finally {
    process.emitWarning = emit;
  }
}

interface NativeModule {
  readonly DatabaseSync: new (
    file: string,
    options: { readonly readOnly: boolean },
  ) => {
    readonly exec: (sql: string) => void;
    readonly prepare: (sql: string) => { readonly all: () => readonly object[]; readonly setReadBigInts: (wanted: boolean) => void };
    readonly close: () => void;
  };
}

function hasDatabase(module: unknown): module is NativeModule {
  return typeof module === 'object' && module !== null && 'DatabaseSync' in module && typeof module.DatabaseSync === 'function';
}
