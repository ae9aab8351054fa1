import type { Project } from '../../project/project';
import type { Connection, Environment, UrlSources } from '../environments/environment';
import { resolveEnvironments } from '../environments/resolve';

type Connected = Extract<Connection, { readonly ok: true }>;

/** Where a backup goes. */
export type RestoreTarget =
  | { readonly type: 'environment'; readonly environment: Environment }
  /** A database that is named by the variable with its URL. */
  | { readonly type: 'url'; readonly name: string; readonly connection: Connection }
  /** A new scratch database on this server; of a SQLite project a new file in `.lockstep/scratch`. */
  | { readonly type: 'scratch'; readonly name: string; readonly connection: Connection };

/** What a person has to type before a database is changed: the name that was given. */
export function nameOfTarget(target: RestoreTarget): string {
  return target.type === 'environment' ? target.environment.name : target.name;
}

export function connectionOfTarget(target: RestoreTarget): Connection {
  return target.type === 'environment' ? target.environment.connection : target.connection;
}

/** The environment of the project that a target is: also where a URL of another name leads to its database. */
export async function environmentOfTarget(target: RestoreTarget, project: Project, sources: UrlSources): Promise<Environment | null> {
  if (target.type === 'environment') return target.environment;
  if (target.type === 'scratch' || !target.connection.ok) return null;
  const { connection } = target;
  const environments = await resolveEnvironments(project, sources);
  const same = environments.filter((one) => one.connection.ok && isSame(one.connection, connection));
  return same.find(({ kind }) => kind === 'production') ?? same[0] ?? null;
}

function isSame(one: Connected, other: Connected): boolean {
  if (one.address.provider === 'sqlite' && other.address.provider === 'sqlite')
    return one.address.sqlite.file === other.address.sqlite.file;
  return placeOf(one) === placeOf(other);
}

/** This machine has several names. */
function placeOf({ address }: Connected): string {
  const port = address.provider === 'postgresql' ? '5432' : '3306';
  const [server = '', database = ''] = [
    address.target.slice(0, address.target.lastIndexOf('/')),
    address.target.slice(address.target.lastIndexOf('/')),
  ];
  const [, host = server, stated = port] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(server) ?? [];
  return `${/^(localhost|127\.0\.0\.1|\[::1\])$/.test(host) ? 'localhost' : host.toLowerCase()}:${stated}${database}`;
}
