/** Where a MySQL or MariaDB server is (https://www.prisma.io/docs/orm/overview/databases/mysql#connection-url). */
export interface MysqlAddress {
  readonly host: string;
  readonly port: number;
  /** Path of a socket in place of host and port; null for none. */
  readonly socket: string | null;
  readonly user: string;
  /** A secret. */
  readonly password: string;
  readonly database: string;
  /** `any`: encrypted, whatever the certificate. */
  readonly encryption: 'none' | 'any' | 'strict';
  /** Milliseconds. */
  readonly connectTimeout: number;
  /** To be shown. */
  readonly target: string;
}

export type ReadMysqlAddress = { readonly ok: true; readonly address: MysqlAddress } | { readonly ok: false; readonly problem: string };

/**
 * Encrypted where the URL speaks of it, as with Prisma.
 * Source: https://github.com/prisma/prisma-engines/blob/main/quaint/src/connector/mysql/url.rs
 */
export function readMysqlAddress(text: string): ReadMysqlAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'mysql:' && url.protocol !== 'mariadb:')) {
    return { ok: false, problem: 'is no connection URL such as mysql://user:password@host:3306/shop' };
  }
  const database = decoded(url.pathname.slice(1));
  if (database === null || database === '')
    return { ok: false, problem: 'names no database; expected mysql://user:password@host:3306/shop' };
  const [user, password] = [decoded(url.username), decoded(url.password)];
  if (user === null || password === null) return { ok: false, problem: 'has a "%" in its credentials that is not percent-encoded' };
  const options = url.searchParams;
  const speaksOfTls = ['sslaccept', 'sslcert', 'sslidentity', 'sslmode'].some((name) => options.has(name));
  const socket = options.get('socket');
  const seconds = Number(options.get('connect_timeout') ?? '5');
  const port = url.port === '' ? 3306 : Number(url.port);
  return {
    ok: true,
    address: {
      ...{ host: url.hostname, port, socket, user, password, database },
      encryption: !speaksOfTls || options.get('sslmode') === 'disable' ? 'none' : options.get('sslaccept') === 'strict' ? 'strict' : 'any',
      connectTimeout: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 5000,
      target: `${socket ?? `${url.hostname}:${port}`}/${database}`,
    },
  };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
