import type { Engine } from './copy-process';
import type { PgliteSource } from './messages';

/** As much of PGlite as is needed, whichever version it is (https://pglite.dev/docs/api). */
interface Pglite {
  readonly exec: (sql: string) => Promise<readonly { readonly rows: readonly object[]; readonly affectedRows?: number }[]>;
}

/** Starts PostgreSQL in memory. `extensions`: files by the name that SQL has for each. */
export async function openPglite(source: PgliteSource, extensions: Readonly<Record<string, string>>): Promise<Engine> {
  const database = await started(source, extensions);
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

function started(source: PgliteSource, extensions: Readonly<Record<string, string>>): Promise<Pglite> {
  switch (source.type) {
    case 'own':
      return ownEngine().startOwnPglite(source.folder, extensions);
    case 'installed':
      return startInstalled(source.file, extensions);
  }
}

/** A bundle of its own, which a copy on a server or in a file does not need. */
function ownEngine(): typeof import('./own-engine') {
  return require('./own-engine');
}

interface PgliteModule {
  readonly PGlite: { readonly create: (options: object) => Promise<Pglite> };
}

/** The package of a project, of which nothing is known before it is loaded. */
async function startInstalled(file: string, extensions: Readonly<Record<string, string>>): Promise<Pglite> {
  const module: unknown = require(file);
  if (!isPglite(module)) throw new Error(`${file} is no PGlite`);
  const loaded = Object.entries(extensions).flatMap(([name, path]) => {
    const extension = extensionIn(require(path));
    return extension === null ? [] : [[name, extension] as const];
  });
  return module.PGlite.create({ extensions: Object.fromEntries(loaded) });
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
