import type { RehearsalEvent } from '../outcome';
import { watchNothing } from '../postgres/watch';
import { startCopy } from '../process/start-copy';
import { ask, type SqlError } from '../session';
import { choosePglite } from './choose-pglite';
import type { MadeCopy } from './copy';
import { extensionsIn } from './extensions-in';

export interface EmbeddedOptions {
  /** Of the project, where its packages are looked for. */
  readonly root: string;
  /** All migrations, for the extensions that they create. */
  readonly texts: readonly string[];
  readonly onEvent: (event: RehearsalEvent) => void;
  readonly abort: AbortSignal;
}

/** PostgreSQL in WebAssembly, in memory and in a process of its own. */
export async function embeddedPostgres({ root, texts, onEvent, abort }: EmbeddedOptions): Promise<MadeCopy> {
  const { source, version, extension } = choosePglite(root);
  onEvent({ type: 'step', text: `Starting the embedded PostgreSQL (PGlite ${version})` });
  const wanted = extensionsIn(texts);
  const extensions = Object.fromEntries(
    wanted.flatMap((name) => [[name, extension(name)] as const]).flatMap(([name, file]) => (file === null ? [] : [[name, file] as const])),
  );
  const missing = wanted.filter((name) => !(name in extensions) && name !== 'plpgsql');
  const child = await startCopy({ type: 'open-postgres', pglite: source, extensions }, abort);
  const [shown] = await ask(child, 'SHOW server_version');
  const server = `PostgreSQL ${shown?.server_version ?? ''} (PGlite ${version})`;
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
function lackingHere({ message }: SqlError): string | null {
  if (/extension .* is not available|could not open extension control file/i.test(message))
    return 'The embedded PostgreSQL has no such extension.';
  if (/^role .* does not exist/i.test(message)) return 'The copy has no roles of the server.';
  if (/^tablespace .* does not exist/i.test(message)) return 'The copy has no tablespaces of the server.';
  return null;
}
