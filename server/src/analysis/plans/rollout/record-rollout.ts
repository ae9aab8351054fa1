import { assertNever } from '../../assert-never';
import { noState, type RecordedStage, type RolloutRecord } from './record';
import type { BackfillFile } from './rollout';
import type { VerifiedRollout, VerifiedStage } from './verify-rollout';

/** A file in the folder of a rollout; the path has slashes. */
export interface RolloutPart {
  readonly path: string;
  readonly text: string;
}

/** A rollout as it is kept: what stands in its folder beside the record itself and its checklist. */
export interface RecordedRollout {
  readonly record: RolloutRecord;
  readonly parts: readonly RolloutPart[];
}

/** `name`: of its folder. */
export function recordedRollout({ rollout, stages }: VerifiedRollout, name: string): RecordedRollout {
  const recorded = stages.map((stage, index) => recordedStage(stage, index + 1, stages.length, name));
  return {
    record: {
      ...{ name, plan: rollout.plan, title: rollout.title, subject: rollout.subject },
      stages: recorded.map(({ stage }) => stage),
      state: noState,
    },
    parts: recorded.flatMap(({ parts }) => parts),
  };
}

interface StageWithParts {
  readonly stage: RecordedStage;
  readonly parts: readonly RolloutPart[];
}

function recordedStage({ stage, files }: VerifiedStage, number: number, count: number, rollout: string): StageWithParts {
  const { name, purpose } = stage;
  switch (stage.type) {
    case 'migrate': {
      const parts = files.map(({ words, text }, index) => ({
        path: `${number}-${name}/${index + 1}-${words ?? 'migration'}.sql`,
        text: `-- Rollout ${rollout}, stage ${number} of ${count}: ${name}.\n${text}`,
      }));
      return { stage: { type: 'migrate', name, purpose, files: parts.map(({ path }) => path), edits: stage.edits }, parts };
    }
    case 'backfill': {
      const file = `${number}-${name}.backfill.json`;
      return { stage: { type: 'backfill', name, purpose, file }, parts: [{ path: file, text: backfillText(stage.spec) }] };
    }
    case 'release':
      return { stage: { type: 'release', name, purpose, application: stage.application, code: stage.code }, parts: [] };
    default:
      return assertNever(stage);
  }
}

function backfillText({ table, ...rest }: BackfillFile): string {
  const isPlain = table.schema === 'public' && !table.name.includes('.');
  return `${JSON.stringify({ table: isPlain ? table.name : table, ...rest }, null, 2)}\n`;
}
