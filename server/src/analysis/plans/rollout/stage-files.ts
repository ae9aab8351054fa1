import type { Catalog } from '../../catalog/catalog';
import type { Server } from '../../effects/effect';
import type { DraftFile, PlannedStep } from '../arrange';
import { type PlannedFile, writeFiles } from '../file';
import type { Plan } from '../plan';
import type { MigrateStage, Rollout } from './rollout';

/** The migration files of a stage, followed from the catalog that the stages before it leave. */
export function stageFiles(rollout: Rollout, stage: MigrateStage, before: Catalog, server: Server): readonly PlannedFile[] {
  return writeFiles(drafts(rollout, stage), { before, server, headRest: false });
}

/** As written: only neighbours of one phase share a file. */
function drafts(rollout: Rollout, { steps }: MigrateStage): readonly DraftFile[] {
  const groups: PlannedStep[][] = [];
  for (const step of steps) {
    const planned: PlannedStep = { plan: planOf(rollout, steps), step, comments: '' };
    const last = groups.at(-1)?.[0]?.step;
    if (last === undefined || last.alone || step.alone || last.phase !== step.phase) groups.push([planned]);
    else groups.at(-1)?.push(planned);
  }
  return groups.flatMap((group): readonly DraftFile[] => {
    const [first] = group;
    return first === undefined ? [] : [{ kind: 'steps', phase: first.step.phase, steps: group }];
  });
}

/** What the files of one release are made from knows its promise by its plan. */
export function planOf({ plan, title, promise, replaces }: Rollout, steps: MigrateStage['steps']): Plan {
  return { id: plan, title, way: 'rollout', preferred: false, promise, replaces, steps };
}
