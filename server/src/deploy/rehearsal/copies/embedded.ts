import type { RehearsalEvent } from '../outcome';
import { watchNothing } from '../postgres/watch';
import { startCopy } from '../process/start-copy';
import { ask, type SqlError } from '../session';
import { type MadeCopy, noCopy } from './copy';
import { extensionsIn } from './extensions-in';
import { findPglite } from './find-pglite';

export interface EmbeddedOptions {
  /** Of the project, where its packages are looked for. */
  readonly root: string;
  /** All migrations, for the extensions that they create. */
  readonly texts: readonly string[];
  readonly onEvent: (event: RehearsalEvent) => void;
  readonly abort: AbortSignal;
}

/**
 * PostgreSQL in WebAssembly, in memory and in a process of its own: the one that the project has installed. It is not part of Lockstep's package,
 * which would have to be half as large again (3.7 MB, measured with brotli), and every project with Prisma 7 has it already.
 */
export async function embeddedPostgres({ root, texts, onEvent, abort }: EmbeddedOptions): Promise<MadeCopy> {
  const installed = findPglite(root);
  if (installed === null) {
    return noCopy(
      'The project has no embedded PostgreSQL (@electric-sql/pglite, which Prisma 7 brings along).',
      'Add @electric-sql/pglite to its development dependencies, or name a server in lockstep.json: "rehearsal": { "server": { "env": "SCRATCH_URL" } }.',
    );
  }
  onEvent({ type: 'step', text: `Starting the embedded PostgreSQL (PGlite ${installed.version})` });
  const wanted = extensionsIn(texts);
  const extensions = Object.fromEntries(
    wanted
      .flatMap((name) => [[name, installed.extension(name)] as const])
      .flatMap(([name, file]) => (file === null ? [] : [[name, file] as const])),
  );
  const missing = wanted.filter((name) => !(name in extensions) && name !== 'plpgsql');
  const child = await startCopy({ type: 'open-postgres', pglite: installed.file, extensions }, abort);
  const [version] = await ask(child, 'SHOW server_version');
  const server = `PostgreSQL ${version?.server_version ?? ''} (PGlite ${installed.version})`;
  return {
    ok: true,
    copy: {
      ...{ kind: 'embedded', server, target: null, isCloned: false, withRows: false, ownSchema: null },
      notes: missing.map((name) => `The embedded PostgreSQL has no extension ${name}: statements that need it are skipped.`),
      session: child,
      watch: watchNothing,
      lacking: lackingHere,
      dispose: async () => {
        await child.end();
        return null;
      },
    },
  };
}

/** What this build of PostgreSQL does not have, and what a server has beside the history: roles, tablespaces, extensions. */
function lackingHere({ code, message }: SqlError, sql: string): string | null {
  if (/extension .* is not available|could not open extension control file/i.test(message))
    return 'The embedded PostgreSQL has no such extension.';
  if (/^role .* does not exist/i.test(message)) return 'The copy has no roles of the server.';
  if (/^tablespace .* does not exist/i.test(message)) return 'The copy has no tablespaces of the server.';
  if (code === 'XX000' && /concurrently/i.test(sql)) return 'This version of the embedded PostgreSQL cannot work concurrently.';
  return null;
}
