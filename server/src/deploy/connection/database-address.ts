import type { Project, Provider } from '../../project/project';
import { providerNames } from '../../project/support';
import { type ConnectionAddress, readAddress } from './address';
import { type MysqlAddress, readMysqlAddress } from './mysql-address';
import { readSqliteAddress, type SqliteAddress, urlBase } from './sqlite-address';

/** Where a database of any provider is that Lockstep can ask. `target` is to be shown: it has neither user nor password. */
export type DatabaseAddress =
  | { readonly provider: 'postgresql'; readonly target: string; readonly postgres: ConnectionAddress }
  | { readonly provider: 'mysql'; readonly target: string; readonly mysql: MysqlAddress }
  | { readonly provider: 'sqlite'; readonly target: string; readonly sqlite: SqliteAddress };

export type ReadDatabaseAddress =
  | { readonly ok: true; readonly address: DatabaseAddress }
  /** Completes a sentence that begins with where the URL stands, and says nothing of the URL itself. */
  | { readonly ok: false; readonly problem: string };

/** Reads a connection URL of the project's provider; PostgreSQL's where nothing says which. */
export function readDatabaseAddress(url: string, project: Project): ReadDatabaseAddress {
  const provider: Provider = project.provider ?? 'postgresql';
  switch (provider) {
    case 'postgresql': {
      const read = readAddress(url, urlBase(project));
      return read.ok ? { ok: true, address: { provider, target: read.address.target, postgres: read.address } } : read;
    }
    case 'mysql': {
      const read = readMysqlAddress(url);
      return read.ok ? { ok: true, address: { provider, target: read.address.target, mysql: read.address } } : read;
    }
    case 'sqlite': {
      const read = readSqliteAddress(url, project);
      return read.ok ? { ok: true, address: { provider, target: read.address.target, sqlite: read.address } } : read;
    }
    case 'sqlserver':
    case 'mongodb':
    case 'cockroachdb':
      return { ok: false, problem: `is for ${providerNames[provider]}, whose databases Lockstep does not ask` };
  }
}
