import type { ConnectionAddress } from '../connection/address';
import { poolerSign } from '../connection/pooler';
import { tlsOf } from '../connection/postgres-tls';
import type { Redact } from '../connection/redact';
import { majorVersion, type Tool, type Variables } from '../programs/find-tools';
import { newEnough, postgresEnvironment, postgresTools } from '../programs/postgres-tools';
import type { DatabaseFacts } from './database-facts';
import type { Made, Maker } from './job';
import { type Failure, failed, refused, type Step } from './outcome';
import { archiveIn } from './postgres-archive';
import { storeOutput } from './store-output';

interface Given {
  readonly address: ConnectionAddress;
  readonly redact: Redact;
  readonly variables: Variables;
  readonly abort: AbortSignal;
  /** Path of the `pg_dump` that the settings name. */
  readonly at: string | null;
}

/** Finds a `pg_dump` that can read the server. */
export async function postgresMaker(given: Given, { serverVersion }: Pick<DatabaseFacts, 'serverVersion'>): Promise<Step<Maker>> {
  const tools = await postgresTools('pg_dump', given.variables, given.at);
  const major = majorVersion(serverVersion);
  const tool = newEnough(tools, major);
  if (tool === null) return noTool('pg_dump', tools, `PostgreSQL ${serverVersion}`, major);
  const pooler = poolerSign(given.address.url);
  const isPkcs12 = tlsOf(new URL(given.address.url).searchParams).identity?.type === 'pkcs12';
  const warnings = [
    ...(pooler === null
      ? []
      : [`The URL leads to a pooler (${pooler}), and pg_dump needs one session: name the direct URL where it fails.`]),
    ...(isPkcs12
      ? ['pg_dump cannot read the client certificate of sslidentity, which is PKCS#12; the server may refuse it without one.']
      : []),
  ];
  const make: Maker['make'] = (path, onBytes) => dump(tool, given, path, onBytes);
  return { type: 'done', value: { form: 'pg_dump', tool: `pg_dump ${tool.version}`, warnings, make } };
}

/** What to say where a client program of PostgreSQL is missing, or older than `what`. */
export function noTool(name: string, tools: readonly Tool[], what: string, major: number): Failure {
  const [first] = tools;
  const help = `Install the client programs of PostgreSQL ${major} or newer: postgresql-client-${major} on Debian and Ubuntu, libpq of Homebrew.`;
  if (first === undefined) return refused('tool-missing', `${name} is not installed, or not on the path.`, help);
  return refused('tool-too-old', `${name} ${first.version} cannot read ${what}.`, help);
}

/** Large archives are compressed by pg_dump itself. A table that a migration holds is waited for a minute, and not for ever. */
const dumpArguments = ['--format=custom', '--no-password', '--lock-wait-timeout=60000'];

async function dump(tool: Tool, given: Given, path: string, onBytes: (bytes: number) => void): Promise<Made> {
  const { abort, redact } = given;
  const program = { path: tool.path, args: dumpArguments, env: postgresEnvironment(given.address, given.variables) };
  const stored = await storeOutput(program, { path, stages: [], onBytes }, { name: 'pg_dump', redact, abort });
  if (stored.type !== 'done') return stored;
  const listed = await archiveIn(path, tool, given.variables);
  if (listed === null)
    return failed('not-verified', 'pg_restore cannot read the dump that was made.', 'Run it again; look into the log of the server.');
  return { type: 'done', stored: stored.value, reference: null, tables: listed.tables, verified: ['pg_restore lists what it holds'] };
}
