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

/** Speaks TLS as a server of PostgreSQL does (https://www.postgresql.org/docs/current/protocol-flow.html), in front of one without. */
export function listenWithTls(client: Client, certificate: { readonly key: string; readonly cert: string }): Promise<Listener> {
  return listen((front) => {
    front.once('data', () => {
      front.write('S', () => {
        const secure = new TLSSocket(front, { isServer: true, ...certificate });
        const back = connectLike(client);
        back.on('error', () => front.destroy()).on('close', () => front.destroy());
        secure.on('error', () => back.destroy()).on('close', () => back.destroy());
        secure.pipe(back).pipe(secure);
      });
    });
  });
}
