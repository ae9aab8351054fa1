import type { Catalog } from '../../analysis/catalog/catalog';
import { progressOf, type RecordedStage, type RolloutRecord, withPassed } from '../../analysis/plans/rollout/record';
import type { FoundRollout } from '../../project/rollouts/find-rollouts';
import { type Promoted, promoted, recordWrite } from '../../project/rollouts/promote';
import type { RolloutWrite } from '../../project/rollouts/rollout-write';
import type { Snapshot } from '../../project/snapshot';
import type { Environment } from '../environments/environment';
import { checkedGates, type GateResult, passedGates } from './check-gates';
import type { GateId } from './gates/gate';

export interface Advancing {
  readonly snapshot: Snapshot;
  readonly rollout: FoundRollout;
  readonly record: RolloutRecord;
  /** What the migrations have built. */
  readonly built: Catalog;
  readonly environments: readonly Environment[];
  readonly skips: ReadonlyMap<GateId, string>;
  readonly now: Date;
  /** Unsaved texts by absolute path. */
  readonly overlay: ReadonlyMap<string, string>;
}

/** What comes of it. `reason` is a sentence. Nothing is written yet. */
export type Advance =
  /** A gate does not let the rollout go on. */
  | { readonly outcome: 'refused'; readonly stage: RecordedStage; readonly gates: readonly GateResult[] }
  /** `stage` begins now; or it was interrupted, and is completed. */
  | {
      readonly outcome: 'advanced' | 'completed';
      readonly stage: RecordedStage;
      readonly gates: readonly GateResult[];
      readonly write: RolloutWrite;
    }
  | { readonly outcome: 'finished'; readonly gates: readonly GateResult[]; readonly write: RolloutWrite }
  | { readonly outcome: 'impossible'; readonly reason: string };

/** Asks the gate behind the current stage, and begins the next one. */
export async function advance(given: Advancing): Promise<Advance> {
  const { snapshot, rollout, record, environments, skips, now } = given;
  const progress = progressOf(record);
  switch (progress?.type) {
    case undefined:
      return { outcome: 'impossible', reason: `The rollout "${rollout.name}" has no stages.` };
    case 'abandoned':
      return { outcome: 'impossible', reason: `The rollout "${rollout.name}" is abandoned.` };
    case 'abandoning':
      return {
        outcome: 'impossible',
        reason: `The rollout "${rollout.name}" is being abandoned: "lockstep plan abandon ${rollout.name}" completes it.`,
      };
    case 'finished':
      return { outcome: 'impossible', reason: `The rollout "${rollout.name}" is finished.` };
    case 'not-begun':
      return begun('advanced', progress.stage, [], promotedStage(given, record, progress.stage, null));
    case 'interrupted':
      return begun('completed', progress.stage, [], promotedStage(given, record, progress.stage, progress.begun.migrations));
    case 'in-stage': {
      const { stage, index } = progress;
      const gates = await checkedGates({ project: snapshot.project, rollout, record, stage, begun: progress.begun, environments, skips });
      if (gates.some(({ state }) => state === 'blocked')) return { outcome: 'refused', stage, gates };
      const passed = withPassed(record, passedGates(stage, gates, now));
      const next = record.stages[index + 1];
      if (next !== undefined) return begun('advanced', next, gates, promotedStage(given, passed, next, null));
      const finished = { ...passed, state: { ...passed.state, finished: now.toISOString() } };
      return { outcome: 'finished', gates, write: recordWrite(given, finished) };
    }
  }
}

function begun(outcome: 'advanced' | 'completed', stage: RecordedStage, gates: readonly GateResult[], result: Promoted): Advance {
  return result.ok ? { outcome, stage, gates, write: result.write } : { outcome: 'impossible', reason: result.reason };
}

function promotedStage(
  { snapshot, rollout, built, now, overlay }: Advancing,
  record: RolloutRecord,
  stage: RecordedStage,
  names: readonly string[] | null,
): Promoted {
  return promoted({ snapshot, rollout, record, stage, now, names, built, overlay });
}
