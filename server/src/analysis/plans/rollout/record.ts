import type { SchemaEdit } from './schema-edit';

/** A rollout as it is kept in version control: its stages, and how far it has come. The form of `rollout.json`. */
export interface RolloutRecord {
  /** Of its folder. */
  readonly name: string;
  readonly plan: string;
  readonly title: string;
  readonly subject: string;
  readonly stages: readonly RecordedStage[];
  readonly state: RolloutState;
}

export type RecordedStage =
  | {
      readonly type: 'migrate';
      readonly name: string;
      readonly purpose: string;
      /** In the order in which they are applied; paths in the rollout's folder, with slashes. */
      readonly files: readonly string[];
      readonly edits: readonly SchemaEdit[];
    }
  | { readonly type: 'backfill'; readonly name: string; readonly purpose: string /** In the rollout's folder. */; readonly file: string }
  | {
      readonly type: 'release';
      readonly name: string;
      readonly purpose: string;
      readonly application: readonly string[];
      readonly code: string | null;
    };

/** Times are ISO 8601 in UTC. */
export interface RolloutState {
  /** In order; the last one is the current one. Empty: nothing is promoted yet. */
  readonly begun: readonly BegunStage[];
  readonly confirmations: readonly Confirmation[];
  /** Gates that have let the rollout go on, with what they have seen. */
  readonly passed: readonly PassedGate[];
  /** When the last gate was passed; null before. */
  readonly finished: string | null;
  readonly abandoned: Abandonment | null;
}

export interface BegunStage {
  readonly stage: string;
  readonly at: string;
  /** Names of the migrations that its files were promoted as, in order. */
  readonly migrations: readonly string[];
  /** False while migrations and schema are being written: whoever finds it so goes on with it. */
  readonly written: boolean;
}

export interface Confirmation {
  readonly stage: string;
  readonly environment: string;
  readonly by: string;
  readonly at: string;
  readonly note: string | null;
}

export interface PassedGate {
  readonly stage: string;
  readonly gate: string;
  readonly environment: string;
  /** `overridden`: somebody has decided so, for the reason that `evidence` gives. */
  readonly state: 'ok' | 'overridden';
  readonly evidence: string;
  readonly at: string;
}

export interface Abandonment {
  readonly at: string;
  readonly by: string;
  /** What takes back what was promoted. */
  readonly migrations: readonly string[];
  readonly written: boolean;
}

export const noState: RolloutState = { begun: [], confirmations: [], passed: [], finished: null, abandoned: null };

/** Where a rollout stands. */
export type Progress =
  | { readonly type: 'abandoned' }
  /** Abandoning it was interrupted while it was written. */
  | { readonly type: 'abandoning' }
  | { readonly type: 'finished' }
  /** Something was interrupted while it was written. */
  | { readonly type: 'interrupted'; readonly stage: RecordedStage; readonly index: number; readonly begun: BegunStage }
  | { readonly type: 'not-begun'; readonly stage: RecordedStage }
  | { readonly type: 'in-stage'; readonly stage: RecordedStage; readonly index: number; readonly begun: BegunStage };

/** Null for a record without stages. */
export function progressOf({ stages, state }: RolloutRecord): Progress | null {
  const [first] = stages;
  if (first === undefined) return null;
  if (state.abandoned !== null) return { type: state.abandoned.written ? 'abandoned' : 'abandoning' };
  if (state.finished !== null) return { type: 'finished' };
  const begun = state.begun.at(-1);
  const index = stages.findIndex(({ name }) => name === begun?.stage);
  const stage = stages[index];
  if (begun === undefined || stage === undefined) return { type: 'not-begun', stage: first };
  return { type: begun.written ? 'in-stage' : 'interrupted', stage, index, begun };
}

/** The stage is begun, and after it has been written it is the current one. */
export function withBegun(record: RolloutRecord, begun: BegunStage): RolloutRecord {
  const others = record.state.begun.filter(({ stage }) => stage !== begun.stage);
  return { ...record, state: { ...record.state, begun: [...others, begun] } };
}

export function withPassed(record: RolloutRecord, passed: readonly PassedGate[]): RolloutRecord {
  return { ...record, state: { ...record.state, passed: [...record.state.passed, ...passed] } };
}

/** A second confirmation for the same environment takes the place of the first. */
export function withConfirmation(record: RolloutRecord, given: Confirmation): RolloutRecord {
  const others = record.state.confirmations.filter(({ stage, environment }) => stage !== given.stage || environment !== given.environment);
  return { ...record, state: { ...record.state, confirmations: [...others, given] } };
}
