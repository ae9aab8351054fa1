import type { SecretStorage } from 'vscode';
import type { EnvironmentParams, SealedSecret, SecretParams } from '../../../server/src/protocol';
import { sealed } from './sealed-secret';

/** Connection URLs in the secret storage of the editor, by project and environment. */
export interface Secrets {
  readonly answer: (params: SecretParams) => Promise<SealedSecret | null>;
  readonly store: (environment: EnvironmentParams, url: string) => Thenable<void>;
  readonly forget: (environment: EnvironmentParams) => Thenable<void>;
}

export function createSecrets(storage: SecretStorage): Secrets {
  return {
    answer: async (params) => {
      const secret = await storage.get(keyOf(params));
      return secret === undefined ? null : sealed(secret, params.publicKey);
    },
    store: (environment, url) => storage.store(keyOf(environment), url),
    forget: (environment) => storage.delete(keyOf(environment)),
  };
}

function keyOf({ root, environment }: EnvironmentParams): string {
  return `connection ${root} ${environment}`;
}
