import { basename, join } from 'node:path';
import { nextLine, stateWords } from '../../analysis/plans/rollout/checklist';
import { progressOf, type RecordedStage, type RolloutRecord } from '../../analysis/plans/rollout/record';
import { chosenEnvironments } from '../../deploy/rollouts/environments';
import type { Project } from '../../project/project';
import { checklistFile, type FoundRollout } from '../../project/rollouts/find-rollouts';
import { migrationFile } from '../../project/rollouts/rollout-write';
import type { ShownPart, ShownRollout, ShownStage } from '../../protocol';
import { uriOf } from '../paths';

/** A rollout as the tree shows it. */
export function shownRollout({ name, directory, file, content }: FoundRollout, project: Project): ShownRollout {
  const chosen = chosenEnvironments(project, []);
  const base = {
    ...{ uri: uriOf(file), checklist: uriOf(join(directory, checklistFile)), project: basename(project.root), name },
    environments: project.settings.environments.map((one) => one.name),
    deployed: chosen.ok ? chosen.chosen.map((one) => one.name) : [],
  };
  if (!content.ok) {
    const next = content.problems.join(' ');
    return { ...base, title: name, state: 'invalid', words: 'its file cannot be read', next, stage: null, stages: [] };
  }
  const { record } = content;
  const progress = progressOf(record);
  return {
    ...base,
    title: record.title,
    state: progress?.type === 'finished' || progress?.type === 'abandoned' ? progress.type : 'open',
    words: stateWords(record),
    next: nextLine(record).replaceAll('`', ''),
    stage: progress?.type === 'in-stage' ? progress.stage.type : null,
    stages: record.stages.map((stage, index) => shownStage(record, stage, index, directory, project)),
  };
}

function shownStage(record: RolloutRecord, stage: RecordedStage, index: number, directory: string, project: Project): ShownStage {
  const progress = progressOf(record);
  const at = progress?.type === 'finished' ? record.stages.length : progress !== null && 'index' in progress ? progress.index : -1;
  const begun = record.state.begun.find((one) => one.stage === stage.name);
  const passed = record.state.passed.filter((one) => one.stage === stage.name);
  return {
    name: stage.name,
    state: index < at ? 'done' : index === at ? 'now' : 'later',
    purpose: stage.purpose,
    parts: [
      ...filesOf(stage).map((file, place): ShownPart => {
        const migration = begun?.written === true ? begun.migrations[place] : undefined;
        return migration === undefined
          ? { text: file, uri: uriOf(join(directory, file)) }
          : { text: migration, uri: uriOf(migrationFile(project, migration)) };
      }),
      ...(stage.type === 'release' ? stage.application.map((text) => ({ text, uri: null })) : []),
      ...passed.map(({ gate, environment, state, evidence }): ShownPart => {
        return { text: `${gate} in ${environment}${state === 'overridden' ? ', overridden' : ''}: ${evidence}`, uri: null };
      }),
    ],
  };
}

function filesOf(stage: RecordedStage): readonly string[] {
  switch (stage.type) {
    case 'migrate':
      return stage.files;
    case 'backfill':
      return [stage.file];
    case 'release':
      return [];
  }
}
