import type { BegunStage, RecordedStage, RolloutRecord } from '../../../analysis/plans/rollout/record';
import type { Project } from '../../../project/project';
import type { Environment } from '../../environments/environment';

/** What has to be true in an environment before a rollout goes on. Nothing is believed that can be looked at. */
export interface Gate {
  readonly id: GateId;
  /** Never rejects: what cannot be looked at blocks. */
  readonly check: (input: GateInput) => Promise<GateAnswer>;
}

export const gateIds = ['migrations-applied', 'backfill-complete', 'release-confirmed'] as const;

export type GateId = (typeof gateIds)[number];

export interface GateInput {
  readonly project: Project;
  /** Of the rollout. */
  readonly directory: string;
  readonly record: RolloutRecord;
  /** The one that is to be left. */
  readonly stage: RecordedStage;
  readonly begun: BegunStage;
  /** Null where the project names none. */
  readonly environment: Environment | null;
}

/** `evidence`: what was seen, or why it cannot be; a sentence without secrets. */
export interface GateAnswer {
  readonly ok: boolean;
  readonly evidence: string;
}

export const noEnvironment: GateAnswer = {
  ok: false,
  evidence: 'lockstep.json names no environment that could be asked.',
};
