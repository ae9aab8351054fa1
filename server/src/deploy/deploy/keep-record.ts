import { dirname, join, relative, resolve } from 'node:path';
import { ensureLocalDirectory, localDirectory, writeWhole } from '../../project/local-files';
import type { Project } from '../../project/project';
import { appendEntry } from '../journal/journal';
import { timeInName } from '../scratch/scratch';
import { nameInFiles } from './deploying-file';
import type { DeployGiven } from './given';
import type { DeployOutcome } from './outcome';
import { deployReport } from './report';

/** Where reports lie: as `lockstep.json` says, relative to it, else `.lockstep/reports`. */
export function reportsDirectory({ root, settings: { file, reports } }: Project): string {
  if (reports.directory === null) return join(localDirectory(root), 'reports');
  return resolve(file === null ? root : dirname(file), reports.directory);
}

/** Writes the report of what was begun, and a line of the journal. What cannot be written is a warning: what has happened has happened. */
export function keepRecord(given: DeployGiven, outcome: DeployOutcome): DeployOutcome {
  if (outcome.type === 'nothing-to-do') return outcome;
  const { project, environment, now, onEvent } = given;
  const path =
    outcome.type === 'refused' ? null : join(reportsDirectory(project), `${nameInFiles(environment.name)}-${timeInName(now)}.md`);
  const report = path !== null && wrote(given, path, deployReport(outcome)) ? path : null;
  const problem = appendEntry(project.root, {
    type: 'deploy',
    at: outcome.beganAt,
    by: outcome.by,
    environment: outcome.environment,
    target: outcome.target ?? '',
    outcome: outcome.type,
    summary: outcome.words,
    overrides: outcome.checks.flatMap(({ gate, reason }) => (reason === null ? [] : [{ gate, reason }])),
    report: report === null ? null : relative(project.root, report),
  });
  if (problem !== null) onEvent({ type: 'warning', text: problem });
  return { ...outcome, report };
}

function wrote({ project, onEvent }: DeployGiven, path: string, text: string): boolean {
  try {
    if (path.startsWith(localDirectory(project.root))) ensureLocalDirectory(project.root);
    writeWhole(path, text);
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    onEvent({ type: 'warning', text: `The report cannot be written: ${reason}.` });
    return false;
  }
}
