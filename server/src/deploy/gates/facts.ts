import type { Project } from '../../project/project';
import type { Environment } from '../environments/environment';
import { knownSizes } from '../preview/known-sizes';
import { type PendingAnalysis, previewPending } from '../preview/pending';
import { measuredIn, readRehearsal, type StoredRehearsal } from '../rehearsal/stored';
import { pendingIn } from '../status/pending';
import { readStatus } from '../status/read-status';
import type { EnvironmentStatus } from '../status/status';
import { readWorkingTree, type WorkingTreeAnswer } from './working-tree';

/** What several gates want to know. Each is asked when it is first wanted, once, and never rejects. */
export interface GateFacts {
  readonly status: () => Promise<EnvironmentStatus>;
  /** Names of what a deploy would apply, in its order; null where the database cannot be asked. */
  readonly pending: () => Promise<readonly string[] | null>;
  /** What those do. */
  readonly analysis: () => Promise<PendingAnalysis>;
  /** The last one of this environment, else that of the history; null where there is none. */
  readonly rehearsal: () => Promise<StoredRehearsal | null>;
  readonly workingTree: () => Promise<WorkingTreeAnswer>;
}

/** Milliseconds for one question to a database: less than a gate has, so that it can still say why it has no answer. */
export const questionTimeLimit = 4_000;

export function createFacts(project: Project, environment: Environment, cacheDirectory: string | null, now: Date): GateFacts {
  const status = once(() => readStatus(environment, project, questionTimeLimit));
  const rehearsal = once(async () => (await readRehearsal(project, environment.name)) ?? readRehearsal(project, null));
  return {
    status,
    rehearsal,
    pending: once(async () => pendingIn(await status(), project)),
    analysis: once(async () => {
      const stored = await rehearsal();
      const measured = stored === null ? () => null : measuredIn(stored);
      return previewPending(project, await status(), {
        ...{ cacheDirectory, measured },
        sizes: knownSizes(project, environment.name, cacheDirectory, now),
      });
    }),
    workingTree: once(() => readWorkingTree(project)),
  };
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}
