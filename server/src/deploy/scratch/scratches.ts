import { type Answer, askDatabase } from '../connection/ask';
import type { DatabaseAddress } from '../connection/database-address';
import type { DatabaseProblem } from '../connection/problem';
import type { Redact } from '../connection/redact';
import { type FoundScratch, foundScratch, isScratchName, newMark, type Scratch, type ScratchPurpose, scratchName } from './scratch';
import { databaseNamed, openScratches, type ScratchServer, type ServerAddress } from './server';

/** A server on which scratch databases are made: its URL names any database that exists there. */
export interface ScratchHost {
  readonly address: ServerAddress;
  readonly redact: Redact;
}

/** The server of an address; null for a file. */
export function scratchHost({ address, redact }: { readonly address: DatabaseAddress; readonly redact: Redact }): ScratchHost | null {
  return address.provider === 'sqlite' ? null : { address, redact };
}

/** Milliseconds. To copy an empty database takes a server seconds when it is busy. */
export const scratchTimeLimit = 60_000;

/** Creates an empty scratch database, and marks it as ours. Never rejects. */
export async function createScratch(host: ScratchHost, purpose: ScratchPurpose, now: Date): Promise<Answer<Scratch>> {
  const [name, mark] = [scratchName(now), newMark(purpose, now)];
  const made = await on(host, async (server) => {
    try {
      await server.create(name, mark);
    } catch (error) {
      if (isRightMissing(error)) return null;
      // Without its mark nobody could tell later that it is ours.
      await server.drop(name).catch(() => undefined);
      throw error;
    }
    return { name, mark, address: databaseNamed(name, host.address) };
  });
  if (!made.ok) return made;
  return made.value === null ? { ok: false, problem: mayNotCreate(host.address) } : { ok: true, value: made.value };
}

/** `insufficient_privilege` of PostgreSQL, and "Access denied … to database" of MySQL and MariaDB, for a statement that creates one. */
function isRightMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === '42501') || ('errno' in error && error.errno === 1044);
}

function mayNotCreate({ provider, target }: ServerAddress): DatabaseProblem {
  const right = provider === 'postgresql' ? '"ALTER ROLE … CREATEDB"' : `"GRANT ALL ON \`lockstep\\_scratch\\_%\`.* TO …"`;
  return {
    code: 'P1010',
    message: `The role may not create databases on ${target.slice(0, target.lastIndexOf('/'))}.`,
    help: `A scratch database takes that right: give it with ${right}, or name a role or a server that has it.`,
  };
}

/** All databases of a server that have the name of a scratch database, the oldest first. Never rejects. */
export function findScratches(host: ScratchHost, now: Date, timeLimit = scratchTimeLimit): Promise<Answer<readonly FoundScratch[]>> {
  return on(host, async (server) => (await server.find()).map(({ name, mark }) => foundScratch(name, mark, now)), timeLimit);
}

/** `not-ours`: it has another name, or nothing inside says that Lockstep has made it. It is left alone. */
export type Dropped = 'dropped' | 'gone' | 'not-ours';

/** Drops a scratch database, also while somebody is connected to it; nothing else is ever dropped. Never rejects. */
export async function dropScratch(host: ScratchHost, name: string): Promise<Answer<Dropped>> {
  if (!isScratchName(name)) return { ok: true, value: 'not-ours' };
  return on(host, async (server): Promise<Dropped> => {
    const found = (await server.find()).find((one) => one.name === name);
    if (found === undefined) return 'gone';
    if (found.mark === null) return 'not-ours';
    await server.drop(name);
    return 'dropped';
  });
}

function on<T>(host: ScratchHost, body: (server: ScratchServer) => Promise<T>, timeLimit = scratchTimeLimit): Promise<Answer<T>> {
  return askDatabase(host, timeLimit, async (_, abort) => {
    const server = await openScratches(host.address, timeLimit, abort);
    try {
      return await body(server);
    } finally {
      server.close();
    }
  });
}
