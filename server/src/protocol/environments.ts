/** Client to server: the environments of every project. Nothing is connected. No parameters; result: `readonly ProjectEnvironments[]`. */
export const environmentsRequest = 'lockstep/environments';

export interface ProjectEnvironments {
  /** URI of the project's directory: it names the project in the other requests. */
  readonly root: string;
  readonly name: string;
  /** `PostgreSQL, Prisma 7.10.1`. */
  readonly detail: string;
  readonly environments: readonly ShownEnvironment[];
  /** Copies that rehearsals have left on this machine. */
  readonly leftovers: number;
  /** Scratch databases that backups were restored into from this machine, and that were not dropped yet. */
  readonly restored: number;
}

export interface ShownEnvironment {
  readonly name: string;
  readonly kind: EnvironmentKind;
  /** The database as it may be shown; null where there is no URL. */
  readonly target: string | null;
  /** Why there is no usable URL, in sentences; null where there is one. */
  readonly problem: string | null;
  /** Whether its URL is kept in the secret storage of the editor. */
  readonly isSecret: boolean;
  /** A deploy from here that has not come to its end, in a sentence; null where there is none. */
  readonly unfinished: string | null;
}

export type EnvironmentKind = 'development' | 'staging' | 'production';

/** Names an environment of a project. */
export interface EnvironmentParams {
  readonly root: string;
  readonly environment: string;
}

/** Client to server: asks the database of an environment. Parameters: `EnvironmentParams`; result: `EnvironmentState | null`. */
export const environmentStateRequest = 'lockstep/environmentState';

/** What is known of the migrations of an environment, in words. */
export interface EnvironmentState {
  readonly state: 'up-to-date' | 'pending' | 'failed' | 'edited' | 'missing' | 'unmanaged' | 'unreachable' | 'invalid';
  /** `2 pending, 1 failed`. */
  readonly words: string;
  /** What is wrong and what to do, in sentences; null where nothing is. */
  readonly problem: string | null;
  /** The newest first, because that is what one looks for. */
  readonly migrations: readonly ShownMigration[];
}

export interface ShownMigration {
  readonly name: string;
  readonly state: 'applied' | 'pending' | 'failed' | 'rolled-back' | 'edited' | 'missing';
  /** `2026-11-12 09:14 UTC, 0.8 s`; `failed 2026-11-20 10:12 UTC: duplicate key …`. */
  readonly words: string;
  /** Its `migration.sql`; null where the project does not have it. */
  readonly uri: string | null;
  /** All that the database has said; null where it has said nothing. */
  readonly error: string | null;
}

/**
 * Client to server: migrations against environments, as they were last asked; those that were not yet are asked now. Parameters: `DocumentParams` with
 * the root of the project; result: `Report | null`.
 */
export const matrixRequest = 'lockstep/matrix';

/** Client to server: takes the sizes of the tables. Parameters: `EnvironmentParams`; result: `StatisticsResult`. */
export const statisticsRequest = 'lockstep/statistics';

export interface StatisticsResult {
  /** One or more sentences: what was taken, or why nothing was. */
  readonly message: string;
  readonly isTaken: boolean;
}

/** Client to server: where URLs could come from. Parameters: `SetUpParams`; result: `SetUpResult`. */
export const setUpRequest = 'lockstep/setUpEnvironments';

export interface SetUpParams {
  /** Null: the only project that there is. */
  readonly root: string | null;
  /** Ids of what was chosen; null asks what there is. */
  readonly chosen: readonly string[] | null;
}

export interface SetUpResult {
  /** A sentence; null where all is well. */
  readonly problem: string | null;
  readonly root: string;
  readonly candidates: readonly SetUpCandidate[];
  /** The whole `lockstep.json` with what was chosen; null as long as nothing was. */
  readonly file: { readonly uri: string; readonly text: string; readonly isNew: boolean } | null;
}

export interface SetUpCandidate {
  readonly id: string;
  readonly name: string;
  readonly kind: EnvironmentKind;
  /** Where the URL stands: `DATABASE_URL in .env.staging`. */
  readonly source: string;
  /** `db.example.com:5432/shop`; null where it is not known. */
  readonly target: string | null;
  readonly isSecret: boolean;
  /** Whether it is proposed. */
  readonly isSuggested: boolean;
}

/**
 * Server to client: the secret of an environment. Parameters: `SecretParams`; result: `SealedSecret | null` (none is stored). It is sealed, because what
 * client and server say to each other can be logged.
 */
export const secretRequest = 'lockstep/secret';

export interface SecretParams extends EnvironmentParams {
  /** X25519, made for this one answer; DER in base64. */
  readonly publicKey: string;
}

/** AES-256-GCM with the SHA-256 of the shared secret; all in base64. */
export interface SealedSecret {
  readonly publicKey: string;
  readonly iv: string;
  readonly tag: string;
  readonly data: string;
}
