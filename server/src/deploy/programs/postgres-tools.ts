import { existsSync } from 'node:fs';
import type { ConnectionAddress } from '../connection/address';
import { tlsOf } from '../connection/postgres-tls';
import { findTools, type Tool, toolAt, type Variables } from './find-tools';

/** Where installers put the client programs of PostgreSQL. */
const elsewhere = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/opt/homebrew/opt/libpq/bin',
  '/usr/local/opt/libpq/bin',
  '/opt/homebrew/opt/postgresql@*/bin',
  '/Applications/Postgres.app/Contents/Versions/*/bin',
  'C:\\Program Files\\PostgreSQL\\*\\bin',
];

/** All installed ones of a name. `at`: the path of the one that a person wants, which is then the only one. */
export async function postgresTools(name: string, variables: Variables, at: string | null = null): Promise<readonly Tool[]> {
  if (at === null) return findTools([name], variables, elsewhere);
  const tool = await toolAt(at, variables);
  return tool === null ? [] : [tool];
}

/**
 * The one to use with a server, or with a dump, of a major version: the first on the path that is new enough, else the oldest of those that are. `pg_dump`
 * refuses servers that are newer than itself (https://www.postgresql.org/docs/current/app-pgdump.html#PG-DUMP-NOTES). Null where all are too old.
 */
export function newEnough(tools: readonly Tool[], major: number): Tool | null {
  const [first] = tools;
  if (first !== undefined && first.major >= major) return first;
  return [...tools].filter((tool) => tool.major >= major).sort((a, b) => a.major - b.major)[0] ?? null;
}

/**
 * The environment of a client program, with a connection URL's meaning in the variables of libpq (https://www.postgresql.org/docs/current/libpq-envars.html).
 * Those that this process has are left out: `PGHOSTADDR` or `PGSERVICE` would lead to another server.
 */
export function postgresEnvironment(address: ConnectionAddress, variables: Variables): NodeJS.ProcessEnv {
  const inherited = Object.entries(variables).filter(([name]) => !/^PG(?!PASSFILE$)/i.test(name) && name !== 'LC_ALL');
  const { hostname, port, username, password, pathname, searchParams } = new URL(address.url);
  const option = (name: string): string | null => searchParams.get(name);
  const { verify, authority, identity } = tlsOf(searchParams);
  return {
    ...Object.fromEntries(inherited),
    LC_ALL: 'C',
    PGCLIENTENCODING: 'UTF8',
    PGAPPNAME: 'lockstep',
    PGCONNECT_TIMEOUT: String(Math.max(2, Math.ceil(address.connectTimeout / 1000))),
    ...given({
      PGHOST: option('host') ?? (decoded(hostname).replace(/^\[(.+)\]$/, '$1') || null),
      PGPORT: option('port') ?? (port || null),
      PGUSER: option('user') ?? (decoded(username) || null),
      PGPASSWORD: option('password') ?? (decoded(password) || null),
      PGDATABASE: decoded(pathname.slice(1)) || null,
      PGSSLMODE: option('sslmode') ?? 'prefer',
      PGSSLROOTCERT: verify === 'nothing' ? null : (authority ?? trusted()),
      PGSSLCERT: identity?.type === 'pem' ? identity.certificate : null,
      PGSSLKEY: identity?.type === 'pem' ? identity.key : null,
      PGOPTIONS: option('options'),
    }),
  };
}

/** What the system trusts: libpq itself looks into the home directory only. */
function trusted(): string {
  return ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem'].find(existsSync) ?? 'system';
}

function given(values: Readonly<Record<string, string | null>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value]])));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
