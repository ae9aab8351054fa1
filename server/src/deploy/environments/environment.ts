import type { EnvironmentKind, EnvironmentSettings } from '../../project/settings';
import type { DatabaseAddress } from '../connection/database-address';
import type { DatabaseProblem } from '../connection/problem';
import type { Redact } from '../connection/redact';

/** An environment of `lockstep.json`, with the place of its database as far as it is known now. Nothing is connected. */
export interface Environment {
  readonly name: string;
  readonly kind: EnvironmentKind;
  readonly settings: EnvironmentSettings;
  readonly connection: Connection;
}

export type Connection =
  | {
      readonly ok: true;
      readonly address: DatabaseAddress;
      readonly redact: Redact;
      /** As it was found, for programs of others that take it from their environment. A secret. */
      readonly url: string;
    }
  /** There is no URL, or it is none. */
  | { readonly ok: false; readonly problem: DatabaseProblem };

/** Where URLs come from, apart from files. */
export interface UrlSources {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The secret of an environment; null where none is stored. */
  readonly secret: (environment: string) => Promise<string | null>;
  /** What to do where a secret is missing; a sentence. */
  readonly secretHelp: (environment: string) => string;
}
