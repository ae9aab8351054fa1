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

/**
 * Reads a connection URL. `sslmode` means what libpq says (https://www.postgresql.org/docs/current/libpq-ssl.html), and is `prefer` where
 * none is stated, as with Prisma; `sslaccept=strict` checks the certificate.
 */
export function readAddress(text: string): ReadAddress {
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
  const stated = options.get('sslmode');
  const strict = stated === 'require' && options.get('sslaccept') === 'strict';
  options.set('sslmode', strict ? 'verify-full' : (stated ?? (socket ? 'disable' : 'prefer')));
  options.set('uselibpqcompat', 'true');
  const host = options.get('host') ?? decodeURIComponent(url.hostname);
  const seconds = Number(options.get('connect_timeout') ?? '10');
  return {
    ok: true,
    address: {
      url: url.href,
      target: `${host}${socket || url.port === '' ? '' : `:${url.port}`}${decodeURIComponent(url.pathname)}`,
      schema: options.get('schema') || null,
      encryption: options.get('sslmode') === 'prefer' ? 'preferred' : 'as-stated',
      connectTimeout: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 10_000,
    },
  };
}

export function withoutEncryption(text: string): string {
  const url = new URL(text);
  url.searchParams.set('sslmode', 'disable');
  return url.href;
}
