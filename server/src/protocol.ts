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

/** Commands of the client that actions name where a value is asked for, and that have no place in the palette. */
export const askCommands = {
  /** Argument: `FillParams` without a value. */
  fillWithValue: 'lockstep.fillWithValue',
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
  /** What existing rows get, where a person has said it. */
  readonly values?: readonly GivenValue[];
}

export interface CreateMigrationsResult {
  /** A sentence; null where there is something to write. */
  readonly problem: string | null;
  /** A name for the migrations. */
  readonly suggestion: string | null;
  readonly files: readonly NewFile[];
  /** Values that were needed, with what is taken where nobody says another one. */
  readonly asks: readonly AskedValue[];
  /** What stays as Prisma writes it although something is to be said about it, in sentences. */
  readonly left: readonly string[];
}

export interface NewFile {
  readonly uri: string;
  readonly text: string;
}

/** An edit that the server has computed from what it knows now. It is shown before it is made, and undone at once. */
export interface OfferedEdit {
  /** What it is, for the preview: `Revert 20251103120000_add_teams`. */
  readonly label: string;
  readonly description: string | null;
  /** Files that are not there yet; one that is there makes the whole edit fail. */
  readonly creates: readonly NewFile[];
  readonly changes: readonly OfferedChange[];
}

export interface OfferedChange {
  readonly uri: string;
  /** Of the open document that it was computed from; null where it is not open. */
  readonly version: number | null;
  readonly range: { readonly start: OfferedPosition; readonly end: OfferedPosition };
  readonly text: string;
}

/** Zero-based, UTF-16. */
export interface OfferedPosition {
  readonly line: number;
  readonly character: number;
}

/** A value that existing rows get in a column, as SQL. Names are those of the database. */
export interface GivenValue {
  /** `public.User`. */
  readonly table: string;
  readonly column: string;
  readonly sql: string;
}

/** A value that a person can say. `sql`: what is taken otherwise; empty where nothing goes without saying. */
export interface AskedValue extends GivenValue {
  /** `Value of existing rows in "User"."status", as SQL`. */
  readonly prompt: string;
}

/** Client to server, with each keystroke: whether a value is right. Parameters: `CheckValueParams`; result: `CheckValueResult`. */
export const checkValueRequest = 'lockstep/checkValue';

export interface CheckValueParams extends GivenValue {
  /** Of a file of the project. */
  readonly uri: string | null;
}

export interface CheckValueResult {
  /** A sentence; null where it can be taken. */
  readonly problem: string | null;
  /** What else to know of it, in a sentence. */
  readonly note: string | null;
}

/** Client to server: what a quick fix writes with these values. Parameters: `FillParams`; result: `OfferedResult`. */
export const fillRequest = 'lockstep/fill';

export interface FillParams {
  /** Of the migration or the schema with the finding. */
  readonly uri: string;
  /** The finding, by what it is about: its place may have moved. */
  readonly rule: string;
  readonly relation: string | null;
  readonly column: string | null;
  readonly values: readonly AskedValue[];
}

/**
 * Client to server: starts `lockstep backfill` as a process of its own. Parameters: `BackfillParams`; result: `BackfillStarted`. How it goes on is told
 * by `backfillChanged`.
 */
export const startBackfillRequest = 'lockstep/startBackfill';

export interface BackfillParams {
  /** Of the `*.backfill.json`. */
  readonly uri: string;
  /** Where it runs; null: what `DATABASE_URL` names, as for the command line. */
  readonly environment: EnvironmentParams | null;
}

export interface BackfillStarted {
  /** Sentences; null where it runs. */
  readonly problem: string | null;
  readonly id: number;
  /** The database as it may be shown. */
  readonly target: string;
}

/** Client to server, for a backfill that runs. Parameters: `BackfillControl`; no result. A cancelled one goes on from there when it is started again. */
export const controlBackfill = 'lockstep/controlBackfill';

export interface BackfillControl {
  readonly id: number;
  readonly action: 'pause' | 'resume' | 'cancel';
}

/** Server to client. Parameters: `BackfillChange`. */
export const backfillChanged = 'lockstep/backfillChanged';

export interface BackfillChange {
  readonly id: number;
  readonly state: 'running' | 'paused' | 'done' | 'cancelled' | 'failed';
  /** `12,400 rows · 22,400 rows/s · about 9 s left`; in the end, what was done and verified, or why not and what to do. */
  readonly words: string;
  /** Of the table's estimated rows, from 0 to 100; null where that is not known. */
  readonly percent: number | null;
}

/** Client to server: the migrations that undo another one. Parameters: `RevertParams`; result: `RevertResult`. */
export const revertRequest = 'lockstep/revert';

export interface RevertParams {
  /** Of the `migration.sql` that is to be undone. */
  readonly uri: string;
  readonly values: readonly GivenValue[];
}

export interface RevertResult {
  /** A sentence; null where there is something to write. */
  readonly problem: string | null;
  readonly edit: OfferedEdit | null;
  /** What it does not bring back, what it takes away, and what is left to do, in sentences. */
  readonly notes: readonly string[];
  readonly asks: readonly AskedValue[];
}

/** Client to server: the migrations of the project that a file belongs to, newest first. Parameters: `{ uri }`, null for the only project. */
export const migrationsRequest = 'lockstep/migrations';

export interface MigrationsResult {
  readonly problem: string | null;
  readonly migrations: readonly { readonly name: string; readonly uri: string; readonly state: string }[];
}

export interface OfferedResult {
  /** A sentence; null where there is an edit. */
  readonly problem: string | null;
  readonly edit: OfferedEdit | null;
}

/** Client to server: the rollouts of every project, as they stand in their files. Nothing is connected. No parameters; result: `readonly ShownRollout[]`. */
export const rolloutsRequest = 'lockstep/rollouts';

export interface ShownRollout {
  /** Of its `rollout.json`: it names the rollout in the other requests. */
  readonly uri: string;
  /** Of its checklist. */
  readonly checklist: string;
  /** Name of the project's directory. */
  readonly project: string;
  readonly name: string;
  readonly title: string;
  readonly state: 'open' | 'finished' | 'abandoned' | 'invalid';
  /** `stage 2 of 4: backfill`. */
  readonly words: string;
  /** What is to be done now, in sentences; what is wrong with the file where it is invalid. */
  readonly next: string;
  /** Of the stage that it is in; null where it is in none. */
  readonly stage: 'migrate' | 'backfill' | 'release' | null;
  readonly stages: readonly ShownStage[];
  /** Names of environments whose gates can be asked. */
  readonly environments: readonly string[];
  /** Those of them that are asked where nobody chooses. */
  readonly deployed: readonly string[];
}

export interface ShownStage {
  readonly name: string;
  readonly state: 'done' | 'now' | 'later';
  readonly purpose: string;
  readonly parts: readonly ShownPart[];
}

/** A file of a stage, or what a gate behind it has seen. */
export interface ShownPart {
  readonly text: string;
  readonly uri: string | null;
}

/** Client to server: asks the gate behind the current stage, and offers what begins the next one. Parameters: `AdvanceParams`; result: `AdvanceResult`. */
export const advanceRolloutRequest = 'lockstep/advanceRollout';

export interface AdvanceParams {
  readonly uri: string;
  /** Empty: all but those for development. */
  readonly environments: readonly string[];
  /** Gates that are not asked, and why. */
  readonly skips: readonly { readonly gate: string; readonly reason: string }[];
}

export interface AdvanceResult extends OfferedResult {
  readonly gates: readonly ShownGate[];
}

export interface ShownGate {
  readonly gate: string;
  readonly environment: string;
  readonly state: 'ok' | 'blocked' | 'overridden';
  /** What was seen, or why it cannot be; a sentence. */
  readonly evidence: string;
}

/** Client to server: a person confirms the release of an application. Parameters: `ConfirmParams`; result: `ConfirmResult`. */
export const confirmReleaseRequest = 'lockstep/confirmRelease';

export interface ConfirmParams {
  readonly uri: string;
  readonly environments: readonly string[];
  /** Null asks for a name that suggests itself. */
  readonly by: string | null;
  readonly note: string | null;
}

export interface ConfirmResult extends OfferedResult {
  /** The name that git has; empty where it has none. */
  readonly person: string;
}

/** Client to server: takes back what a rollout has promoted. Parameters: `ConfirmParams`; result: `RevertResult` without values to ask for. */
export const abandonRolloutRequest = 'lockstep/abandonRollout';

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

/** Client to server: the environments of every project. Nothing is connected. No parameters; result: `readonly ProjectEnvironments[]`. */
export const environmentsRequest = 'lockstep/environments';

export interface ProjectEnvironments {
  /** URI of the project's directory: it names the project in the other requests. */
  readonly root: string;
  readonly name: string;
  /** `PostgreSQL, Prisma 7.10.1`. */
  readonly detail: string;
  readonly environments: readonly ShownEnvironment[];
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
