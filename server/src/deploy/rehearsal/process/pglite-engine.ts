import type { Engine } from './copy-process';

/** As much of PGlite as is needed (https://pglite.dev/docs/api): its package is the project's own and need not be there. */
interface PgliteModule {
  readonly PGlite: { readonly create: (options: object) => Promise<Pglite> };
}

interface Pglite {
  readonly exec: (sql: string) => Promise<readonly { readonly rows: readonly object[]; readonly affectedRows?: number }[]>;
}

/** Starts PostgreSQL in memory. `extensions`: files by the name that SQL has for each. */
export async function openPglite(file: string, extensions: Readonly<Record<string, string>>): Promise<Engine> {
  const module: unknown = require(file);
  if (!isPglite(module)) throw new Error(`${file} is no PGlite`);
  const loaded = Object.entries(extensions).flatMap(([name, path]) => {
    const extension = extensionIn(require(path));
    return extension === null ? [] : [[name, extension] as const];
  });
  const database = await module.PGlite.create({ extensions: Object.fromEntries(loaded) });
  return {
    run: async (sql) => {
      const results = await database.exec(sql);
      const last = results.at(-1);
      return { rows: last?.rows ?? [], affected: last?.affectedRows ?? (last === undefined ? null : last.rows.length) };
    },
    // It is in memory, and goes with the process.
    close: () => {},
  };
}

function isPglite(module: unknown): module is PgliteModule {
  return typeof module === 'object' && module !== null && 'PGlite' in module && typeof module.PGlite === 'function';
}

/** A file of an extension exports one object with `name` and `setup`, whatever it calls it. */
function extensionIn(module: unknown): object | null {
  if (typeof module !== 'object' || module === null) return null;
  const found = Object.values(module).find((value): value is object => typeof value === 'object' && value !== null && 'setup' in value);
  return found ?? null;
}
