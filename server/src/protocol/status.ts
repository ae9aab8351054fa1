/** Server to client, whenever what it says has changed. Parameters: `Status`. */
export const statusChanged = 'lockstep/status';

export interface Status {
  /** `busy` while an analysis that takes noticeable time is under way. */
  readonly state: 'busy' | 'ready';
  readonly projects: readonly ProjectStatus[];
}

export interface ProjectStatus {
  /** URI of the project's directory. */
  readonly root: string;
  /** Name of that directory. */
  readonly name: string;
  readonly provider: string | null;
  readonly prismaVersion: string | null;
  /** Version of the database server that effects are stated for, and where it comes from. */
  readonly serverVersion: string;
  /** Why the project's migrations are not analysed; null when they are. */
  readonly unsupported: string | null;
  readonly migrations: number;
  readonly pending: number;
  /** What counts as history, as a phrase: `history up to 20250101000000_init`. */
  readonly history: string;
  readonly statements: number;
  readonly unanalysed: number;
  /** Null where there is none, and as long as it is not analysed. */
  readonly schema: SchemaStatus | null;
  /** Says that the Prisma configuration computes where things are, and what is assumed; null where that is known. */
  readonly configNote: string | null;
  /** Of pending migrations and of the schema. */
  readonly findings: { readonly error: number; readonly warning: number; readonly information: number };
}

export type SchemaStatus =
  | {
      readonly analysed: true;
      /** What it is measured against, as a phrase: `history up to 20251103_add_teams`, `schema as in main`. */
      readonly baseline: string;
      /** Whether that is a history of migrations. */
      readonly hasMigrations: boolean;
      /** Things that change, as a person counts. */
      readonly changes: number;
      /** Places that cannot be read as long as the schema is not valid. */
      readonly unresolved: number;
    }
  /** `reason` completes the sentence "The schema is not analysed: …". */
  | { readonly analysed: false; readonly reason: string };
