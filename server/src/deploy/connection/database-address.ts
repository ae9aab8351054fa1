import type { Provider } from '../../project/project';
import { type ConnectionAddress, readAddress } from './address';

/** Where a database of any supported provider is. */
export type DatabaseAddress = {
  readonly provider: 'postgresql';
  /** To be shown: `host:port/database`. Neither user nor password. */
  readonly target: string;
  /** A secret. */
  readonly url: string;
  readonly postgres: ConnectionAddress;
};

export type ReadDatabaseAddress =
  | { readonly ok: true; readonly address: DatabaseAddress }
  /** Completes a sentence that begins with where the URL stands, and says nothing of the URL itself. */
  | { readonly ok: false; readonly problem: string };

/** Reads a connection URL of the project's provider; of the one that the URL names where the project says none. */
export function readDatabaseAddress(url: string, provider: Provider | null): ReadDatabaseAddress {
  switch (provider) {
    case null:
    case 'postgresql':
    case 'cockroachdb': {
      const read = readAddress(url);
      if (!read.ok) return read;
      return { ok: true, address: { provider: 'postgresql', target: read.address.target, url, postgres: read.address } };
    }
    default:
      return { ok: false, problem: `is for ${provider}, which is not reached yet` };
  }
}
