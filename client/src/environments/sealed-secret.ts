import { createCipheriv, createHash, createPublicKey, diffieHellman, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { SealedSecret } from '../../../server/src/protocol';

/** Seals a secret for the server that has sent this public key: what the two say to each other can be logged. */
export function sealed(secret: string, publicKeyOfServer: string): SealedSecret {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const other = createPublicKey({ key: Buffer.from(publicKeyOfServer, 'base64'), format: 'der', type: 'spki' });
  const key = createHash('sha256')
    .update(diffieHellman({ privateKey, publicKey: other }))
    .digest();
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const data = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
  };
}
