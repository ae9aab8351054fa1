import { createDecipheriv, createHash, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';
import type { Connection } from 'vscode-languageserver';
import { type SealedSecret, type SecretParams, secretRequest } from '../../protocol';

/** Asks the client for the secret of an environment. Null where none is stored, and where the client keeps none. */
export async function askSecret(connection: Connection, root: string, environment: string): Promise<string | null> {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const params: SecretParams = {
    ...{ root, environment },
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  };
  const sealed = await connection.sendRequest<SealedSecret | null>(secretRequest, params).catch(() => null);
  if (sealed === null) return null;
  const other = createPublicKey({ key: Buffer.from(sealed.publicKey, 'base64'), format: 'der', type: 'spki' });
  const key = createHash('sha256')
    .update(diffieHellman({ privateKey, publicKey: other }))
    .digest();
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64'));
  decipher.setAuthTag(Buffer.from(sealed.tag, 'base64'));
  return Buffer.concat([decipher.update(Buffer.from(sealed.data, 'base64')), decipher.final()]).toString('utf8');
}
