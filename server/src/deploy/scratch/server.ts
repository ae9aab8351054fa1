import type { ConnectionAddress } from '../connection/address';
import type { DatabaseAddress } from '../connection/database-address';
import type { MysqlAddress } from '../connection/mysql-address';
import { mysqlScratches } from './mysql-scratches';
import { postgresScratches } from './postgres-scratches';
import type { ScratchMark } from './scratch';

/** Scratch databases on one server, over one connection. Every function rejects with the error of the driver. */
export interface ScratchServer {
  readonly create: (name: string, mark: ScratchMark) => Promise<void>;
  /** Those with the name of a scratch database, with what stands inside. */
  readonly find: () => Promise<readonly { readonly name: string; readonly mark: ScratchMark | null }[]>;
  /** Drops it whoever is connected to it. Whether that is allowed has been asked before. */
  readonly drop: (name: string) => Promise<void>;
  readonly close: () => void;
}

/** An address on a server that can have scratch databases. */
export type ServerAddress = Extract<DatabaseAddress, { readonly provider: 'postgresql' | 'mysql' }>;

export function openScratches(address: ServerAddress, timeLimit: number, abort: AbortSignal): Promise<ScratchServer> {
  switch (address.provider) {
    case 'postgresql':
      return postgresScratches(address.postgres, timeLimit, abort);
    case 'mysql':
      return mysqlScratches(address.mysql, timeLimit, abort);
  }
}

/** Another database on the same server, with the same credentials. */
export function databaseNamed(name: string, address: ServerAddress): ServerAddress {
  switch (address.provider) {
    case 'postgresql': {
      const postgres = postgresNamed(name, address.postgres);
      return { provider: 'postgresql', target: postgres.target, postgres };
    }
    case 'mysql': {
      const mysql = mysqlNamed(name, address.mysql);
      return { provider: 'mysql', target: mysql.target, mysql };
    }
  }
}

function postgresNamed(name: string, address: ConnectionAddress): ConnectionAddress {
  const url = new URL(address.url);
  url.pathname = `/${encodeURIComponent(name)}`;
  return { ...address, url: url.href, target: renamed(address.target, name) };
}

function mysqlNamed(database: string, address: MysqlAddress): MysqlAddress {
  return { ...address, database, target: renamed(address.target, database) };
}

/** `host:port/database` with another database. */
function renamed(target: string, name: string): string {
  return `${target.slice(0, target.lastIndexOf('/'))}/${name}`;
}
