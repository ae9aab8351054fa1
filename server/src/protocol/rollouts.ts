import type { OfferedResult } from './offered-edit';

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
