import { type DeployPreview, previewDeploy } from '../preview/deploy-preview';
import { pendingIn } from '../status/pending';
import { readStatus } from '../status/read-status';
import { checkDeploy, confirmation, takenHere } from './check';
import { deployingPath, unfinishedDeploy } from './deploying-file';
import type { DeployGiven } from './given';
import type { CheckResult } from './outcome';

/** What a deploy would do now, and whether it would be let through. */
export interface DryRun {
  readonly environment: string;
  readonly outcome: 'would-deploy' | 'nothing-to-do' | 'refused';
  readonly checks: readonly CheckResult[];
  readonly pending: readonly string[];
  /** Null where the database cannot be asked. */
  readonly preview: DeployPreview | null;
}

/** Asks the gates and previews the migrations, `fresh` with the sizes that tables have now. Changes nothing, holds nothing, never rejects. */
export async function dryRun(given: DeployGiven, fresh = false): Promise<DryRun> {
  const { project, environment, cacheDirectory, now } = given;
  const [{ checks: asked }, status, preview] = await Promise.all([
    checkDeploy(given),
    readStatus(environment, project),
    previewDeploy({ project, environment, cacheDirectory, fresh, now }),
  ]);
  const confirmed = given.confirmed === null ? null : confirmation(given);
  const other = unfinishedDeploy(project.root, environment.name);
  const taken = other?.isRunning === true ? [takenHere(other, deployingPath(project.root, environment.name))] : [];
  const checks = [...taken, ...asked, ...(confirmed === null ? [] : [confirmed])];
  const isBlocked = checks.some(({ state }) => state === 'blocked');
  const outcome = status.state === 'up-to-date' ? 'nothing-to-do' : isBlocked ? 'refused' : 'would-deploy';
  return {
    ...{ environment: environment.name, outcome, checks, pending: pendingIn(status, given.project) ?? [] },
    preview: preview.type === 'previewed' ? preview.preview : null,
  };
}
