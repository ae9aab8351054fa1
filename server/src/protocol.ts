/**
 * What client and server say to each other beyond the language server protocol. Plain types and names only, so that the
 * client takes nothing of the server with it.
 */

/** Sent with `initialize`. Another editor's client sends none of it. */
export interface InitializationOptions {
  /** The client registers the commands of `clientCommands`, so lenses and actions may name them. */
  readonly commands?: boolean;
  /** False in a workspace that its user does not trust: no process is started, git is not asked. Absent means trusted. */
  readonly trusted?: boolean;
}

/** The settings under `lockstep.` that the server reads. */
export interface ServerSettings {
  readonly enable: boolean;
  readonly codeLens: { readonly enabled: boolean };
  /** Used where `lockstep.json` names no version; null: the stated default. */
  readonly postgresql: { readonly version: number | null };
}

/** Commands that the client registers and the server names in lenses and actions. */
export const clientCommands = {
  /** Arguments: URI of the migration, heading of the report to show first, as a fragment. */
  showEffects: 'lockstep.showEffects',
  /** Argument: id of the rule. */
  showRulePage: 'lockstep.showRulePage',
  /** Argument: URI of any file of the project. */
  showSchemaDifference: 'lockstep.showSchemaDifference',
} as const;

/** Commands that the server executes itself, for clients without `clientCommands`. */
export const serverCommands = {
  /** Argument: id of the rule. Opens its page in a browser with `window/showDocument`. */
  openRulePage: 'lockstep.server.openRulePage',
} as const;

/** Client to server, after the user has granted trust to the workspace. No parameters. */
export const trustGranted = 'lockstep/trustGranted';

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

/** Client to server. Parameters: `DocumentParams`; result: `Report | null` (not a migration of a known project). */
export const effectsRequest = 'lockstep/effects';

/** Client to server. Parameters: `DocumentParams`; result: `Report | null`. Its text is JSON. */
export const analysisRequest = 'lockstep/analysis';

/**
 * Client to server: the migration that Prisma would write for the schema, and what it does. Parameters: `DocumentParams` of any file
 * of the project; result: `Report | null`.
 */
export const schemaDifferenceRequest = 'lockstep/schemaDifference';

/** Client to server: the migrations for what a schema changes. Parameters: `CreateMigrationsParams`; result: `CreateMigrationsResult`. */
export const createMigrationsRequest = 'lockstep/createMigrations';

export interface CreateMigrationsParams {
  /** Of a file of the project; null: the only project that there is. */
  readonly uri: string | null;
  /** What the migrations are for; null: a name that suggests itself. */
  readonly name: string | null;
}

export interface CreateMigrationsResult {
  /** A sentence; null where there is something to write. */
  readonly problem: string | null;
  /** A name for the migrations. */
  readonly suggestion: string | null;
  readonly files: readonly { readonly uri: string; readonly text: string }[];
  /** What stays as Prisma writes it although something is to be said about it, in sentences. */
  readonly left: readonly string[];
}

/** Client to server: runs the Prisma configurations that compute paths. No parameters; result: `RunConfigResult`. */
export const runConfigRequest = 'lockstep/runConfig';

export interface RunConfigResult {
  /** Absolute paths of the configurations that were run. */
  readonly ran: readonly string[];
  /** One or more sentences; null where all went well. */
  readonly problem: string | null;
}

/** Client to server: findings of every migration, history included. No parameters; result: `Report`. */
export const lintAllRequest = 'lockstep/lintAll';

export interface DocumentParams {
  readonly uri: string;
}

/** A document to read: Markdown for effects, JSON for an analysis, plain text with links for findings. */
export interface Report {
  /** Without extension. */
  readonly title: string;
  readonly text: string;
  readonly links?: readonly ReportLink[];
}

/** A part of a report, in UTF-16 offsets, that leads somewhere. */
export interface ReportLink {
  readonly start: number;
  readonly end: number;
  /** A URI: of a file, with `#line,character` from 1, or of a command of `clientCommands`. */
  readonly target: string;
}
