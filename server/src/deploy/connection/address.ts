import { resolve } from 'node:path';
import { tlsFiles, tlsOf } from './postgres-tls';

/** Where a database is, read from a connection URL in Prisma's form (https://www.prisma.io/docs/orm/overview/databases/postgresql). */
export interface ConnectionAddress {
  /** A secret: it holds the password. */
  readonly url: string;
  /** `host:port/database`, to be shown. */
  readonly target: string;
  readonly schema: string | null;
  /** `preferred`: without encryption where the server has none. */
  readonly encryption: 'preferred' | 'as-stated';
  /** Milliseconds. */
  readonly connectTimeout: number;
}

export type ReadAddress =
  | { readonly ok: true; readonly address: ConnectionAddress }
  /** Says nothing of the URL itself: it may hold a password. */
  | { readonly ok: false; readonly problem: string };

/** Reads a connection URL. What it says of encryption stands in `postgres-tls.ts`; paths in it count from `directory` where one is given. */
export function readAddress(text: string, directory: string | null = null): ReadAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) {
    return {
      ok: false,
      problem: 'is no connection URL such as postgresql://user:password@host:5432/shop',
    };
  }
  if (url.protocol !== 'postgresql:' && url.protocol !== 'postgres:') {
    return { ok: false, problem: `begins with "${url.protocol}//"; expected postgresql:// of a direct connection or a pooler` };
  }
  const options = url.searchParams;
  const socket = options.get('host')?.startsWith('/') === true || decodeURIComponent(url.hostname).startsWith('/');
  if (socket && !options.has('sslmode')) options.set('sslmode', 'disable');
  const { mode, verify } = tlsOf(options);
  options.set('sslmode', mode === 'require' ? modes[verify] : mode);
  for (const name of tlsFiles) {
    const path = options.get(name);
    if (path !== null && directory !== null) options.set(name, resolve(directory, path));
  }
  const host = options.get('host') ?? decodeURIComponent(url.hostname);
  const seconds = Number(options.get('connect_timeout') ?? '10');
  return {
    ok: true,
    address: {
      url: url.href,
      target: `${host}${socket || url.port === '' ? '' : `:${url.port}`}${decodeURIComponent(url.pathname)}`,
      schema: options.get('schema') || null,
      encryption: mode === 'prefer' ? 'preferred' : 'as-stated',
      connectTimeout: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 10_000,
    },
  };
}

/** In the words of libpq, which its programs take too. */
const modes = { nothing: 'require', authority: 'verify-ca', full: 'verify-full' } as const;

export function withoutEncryption(text: string): string {
  const url = new URL(text);
  url.searchParams.set('sslmode', 'disable');
  return url.href;
}
