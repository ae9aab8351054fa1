import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import type { ClientConfig } from 'pg';

/** What a URL says of encryption; files are absolute where the URL's own place was known. */
export interface PostgresTls {
  readonly mode: 'disable' | 'prefer' | 'require';
  /** `authority`: signed by it, whatever its host; `full`: for this host as well. */
  readonly verify: 'nothing' | 'authority' | 'full';
  /** Path of a certificate that the server's is signed with, beside those that the system trusts; null for none. */
  readonly authority: string | null;
  /** Who connects: a PKCS#12 file, or a certificate and its key in PEM; null for nobody. */
  readonly identity:
    | { readonly type: 'pkcs12'; readonly path: string /** A secret. */; readonly password: string | null }
    | { readonly type: 'pem'; readonly certificate: string; readonly key: string }
    | null;
}

/** Parameters of a URL that this file reads. The driver takes some of them for something else. */
const names = ['sslmode', 'sslcert', 'sslkey', 'sslrootcert', 'sslidentity', 'sslpassword', 'sslaccept', 'uselibpqcompat', 'ssl'];

/** Those of them that are paths. */
export const tlsFiles: readonly string[] = ['sslcert', 'sslkey', 'sslrootcert', 'sslidentity'];

/**
 * As Prisma reads them: `sslcert` is what the server's certificate is signed with, `sslidentity` a PKCS#12 file of whoever connects, with `sslpassword`;
 * `sslaccept` is `accept_invalid_certs` where it is not stated, and any other word is `strict`; an unknown `sslmode` is `prefer`
 * (https://www.prisma.io/docs/orm/overview/databases/postgresql,
 * https://github.com/prisma/prisma-engines/blob/main/quaint/src/connector/postgres/url.rs). Beyond that, as libpq does: `verify-ca` and `verify-full`,
 * `sslrootcert`, and `sslcert` with `sslkey` as who connects.
 */
export function tlsOf(options: URLSearchParams): PostgresTls {
  const stated = options.get('sslmode');
  const mode = stated === 'disable' ? 'disable' : stated === 'require' || stated?.startsWith('verify-') === true ? 'require' : 'prefer';
  const accept = options.get('sslaccept') ?? 'accept_invalid_certs';
  const [certificate, key, root, pkcs12] = tlsNames.map((name) => options.get(name));
  const isPem = certificate != null && key != null;
  const byLibpq =
    stated === 'verify-full' ? 'full' : stated === 'verify-ca' || (stated === 'require' && root != null) ? 'authority' : 'nothing';
  return {
    mode,
    verify: accept !== 'accept_invalid_certs' ? 'full' : byLibpq,
    authority: root ?? (isPem ? null : (certificate ?? null)),
    identity:
      pkcs12 != null
        ? { type: 'pkcs12', path: pkcs12, password: options.get('sslpassword') }
        : isPem
          ? { type: 'pem', certificate, key }
          : null,
  };
}

const tlsNames = ['sslcert', 'sslkey', 'sslrootcert', 'sslidentity'] as const;

/** What the driver needs to connect to a URL of `readAddress`. @throws an error that names the file where one cannot be read. */
export function connectionOf(url: string): Pick<ClientConfig, 'connectionString' | 'ssl'> {
  const plain = new URL(url);
  const host = plain.searchParams.get('host') ?? plain.hostname.replace(/^\[(.+)\]$/, '$1');
  const tls = tlsOf(plain.searchParams);
  for (const name of names) plain.searchParams.delete(name);
  return { connectionString: plain.href, ssl: tls.mode === 'disable' ? false : optionsOf(tls, host) };
}

function optionsOf({ verify, authority, identity }: PostgresTls, host: string): Exclude<ClientConfig['ssl'], boolean | undefined> {
  return {
    rejectUnauthorized: verify !== 'nothing',
    // Without it the driver compares the certificate of an address with "localhost".
    ...(verify === 'full' && { host }),
    ...(verify === 'authority' && { checkServerIdentity: () => undefined }),
    ...(authority !== null && { ca: [contentOf(authority, 'sslcert'), ...rootCertificates] }),
    ...(identity?.type === 'pkcs12' && {
      pfx: contentOf(identity.path, 'sslidentity'),
      ...(identity.password !== null && { passphrase: identity.password }),
    }),
    ...(identity?.type === 'pem' && { cert: contentOf(identity.certificate, 'sslcert'), key: contentOf(identity.key, 'sslkey') }),
  };
}

function contentOf(path: string, name: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw new Error(`The certificate file of ${name} cannot be read: ${path}`);
  }
}
