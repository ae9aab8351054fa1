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

/** Client to server: runs the Prisma configurations that compute paths. No parameters; result: `RunConfigResult`. */
export const runConfigRequest = 'lockstep/runConfig';

export interface RunConfigResult {
  /** Absolute paths of the configurations that were run. */
  readonly ran: readonly string[];
  /** One or more sentences; null where all went well. */
  readonly problem: string | null;
}
