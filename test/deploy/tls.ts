import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import type { Client } from 'pg';
import { folderWith } from '../project/folders';
import { connectLike, type Listener, listen } from './wire';

/** A certificate that nobody has signed, for this test alone; null where there is no openssl. */
export function selfSigned(): { readonly key: string; readonly cert: string } | null {
  const folder = folderWith({});
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const words = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=localhost',
  ];
  const { status } = spawnSync('openssl', [...words, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return status === 0 ? { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') } : null;
}

/** Paths of an authority, of a server's certificate for 127.0.0.1 that it has signed, and of a client's, also as PKCS#12 with a password. */
export interface Certificates {
  readonly authority: string;
  readonly server: { readonly key: string; readonly cert: string };
  readonly client: { readonly key: string; readonly cert: string; readonly pkcs12: string; readonly password: string };
}

/** Null where there is no openssl. */
export function signedCertificates(): Certificates | null {
  const folder = folderWith({});
  const at = (name: string): string => join(folder, name);
  const password = 'm4rked-pkcs12';
  const openssl = (...words: readonly string[]): boolean => spawnSync('openssl', words, { stdio: 'ignore' }).status === 0;
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const signed = (name: string, subject: string, extension: string): boolean =>
    openssl(
      'req',
      '-x509',
      ...key,
      '-CA',
      at('ca.pem'),
      '-CAkey',
      at('ca.key'),
      '-subj',
      subject,
      '-addext',
      extension,
      '-keyout',
      at(`${name}.key`),
      '-out',
      at(`${name}.pem`),
    );
  const isMade =
    openssl('req', '-x509', ...key, '-subj', '/CN=Test authority', '-keyout', at('ca.key'), '-out', at('ca.pem')) &&
    signed('server', '/CN=server', 'subjectAltName=IP:127.0.0.1') &&
    signed('client', '/CN=postgres', 'extendedKeyUsage=clientAuth') &&
    openssl(
      'pkcs12',
      '-export',
      '-in',
      at('client.pem'),
      '-inkey',
      at('client.key'),
      '-passout',
      `pass:${password}`,
      '-out',
      at('client.p12'),
    );
  if (!isMade) return null;
  return {
    authority: at('ca.pem'),
    server: { key: readFileSync(at('server.key'), 'utf8'), cert: readFileSync(at('server.pem'), 'utf8') },
    client: { key: at('client.key'), cert: at('client.pem'), pkcs12: at('client.p12'), password },
  };
}

/** Speaks TLS as a server of PostgreSQL does (https://www.postgresql.org/docs/current/protocol-flow.html), in front of one without. */
export function listenWithTls(
  client: Client,
  certificate: { readonly key: string; readonly cert: string },
  /** The authority, in PEM, that whoever connects has to have a certificate of. */
  clients: string | null = null,
): Promise<Listener> {
  const asked = clients === null ? {} : { requestCert: true, rejectUnauthorized: true, ca: clients };
  return listen((front) => {
    front.once('data', () => {
      front.write('S', () => {
        const secure = new TLSSocket(front, { isServer: true, ...certificate, ...asked });
        const back = connectLike(client);
        back.on('error', () => front.destroy()).on('close', () => front.destroy());
        secure.on('error', () => back.destroy()).on('close', () => back.destroy());
        secure.pipe(back).pipe(secure);
      });
    });
  });
}
