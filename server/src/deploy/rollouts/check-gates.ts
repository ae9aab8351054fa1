import { assertNever } from '../../analysis/assert-never';
import type { BegunStage, PassedGate, RecordedStage, RolloutRecord } from '../../analysis/plans/rollout/record';
import type { Project } from '../../project/project';
import type { FoundRollout } from '../../project/rollouts/find-rollouts';
import type { Environment } from '../environments/environment';
import { everywhere } from './environments';
import { backfillComplete } from './gates/backfill-complete';
import type { Gate, GateId } from './gates/gate';
import { migrationsApplied } from './gates/migrations-applied';
import { releaseConfirmed } from './gates/release-confirmed';

/** What a gate has answered. The form of `lockstep plan advance --format json`. */
export interface GateResult {
  readonly gate: GateId;
  readonly environment: string;
  /** `overridden`: it was not asked, for the reason that `evidence` gives. */
  readonly state: 'ok' | 'blocked' | 'overridden';
  readonly evidence: string;
}

/** Every stage is left through one gate. */
export function gateBehind(stage: RecordedStage): Gate {
  switch (stage.type) {
    case 'migrate':
      return migrationsApplied;
    case 'backfill':
      return backfillComplete;
    case 'release':
      return releaseConfirmed;
    default:
      return assertNever(stage);
  }
}

export interface GateQuestion {
  readonly project: Project;
  readonly rollout: Pick<FoundRollout, 'directory'>;
  readonly record: RolloutRecord;
  readonly stage: RecordedStage;
  readonly begun: BegunStage;
  readonly environments: readonly Environment[];
  /** Reasons to go on without asking, by gate. */
  readonly skips: ReadonlyMap<GateId, string>;
}

/** The answers of the gate behind a stage, one for each environment, asked all at once. */
export function checkedGates(question: GateQuestion): Promise<readonly GateResult[]> {
  const { project, rollout, record, stage, begun, environments, skips } = question;
  const gate = gateBehind(stage);
  const reason = skips.get(gate.id);
  const places = environments.length === 0 ? [null] : environments;
  return Promise.all(
    places.map(async (environment): Promise<GateResult> => {
      const base = { gate: gate.id, environment: environment?.name ?? everywhere };
      if (reason !== undefined) return { ...base, state: 'overridden', evidence: reason };
      const { ok, evidence } = await gate.check({ project, directory: rollout.directory, record, stage, begun, environment });
      return { ...base, state: ok ? 'ok' : 'blocked', evidence };
    }),
  );
}

/** As the record keeps them. None of them is blocked. */
export function passedGates(stage: RecordedStage, results: readonly GateResult[], now: Date): readonly PassedGate[] {
  return results.flatMap(({ gate, environment, state, evidence }) =>
    state === 'blocked' ? [] : [{ stage: stage.name, gate, environment, state, evidence, at: now.toISOString() }],
  );
}
