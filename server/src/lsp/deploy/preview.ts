import { counted } from '../../analysis/wording/wording';
import { statusTables } from '../../deploy/status/markdown';
import { readStatus } from '../../deploy/status/read-status';
import { environmentWords, isKnown } from '../../deploy/status/words';
import type { OperationEnd } from '../../protocol';
import { type GivenEnvironment, step, unlessCancelled } from './given';

/** What a deploy would do. */
export function preview(given: GivenEnvironment): Promise<OperationEnd> {
  return unlessCancelled(given.abort, 'The preview', previewed(given));
}

async function previewed({ project, environment, onEvent }: GivenEnvironment): Promise<OperationEnd> {
  onEvent(step(`Asking ${environment.name} for its migrations`));
  const status = await readStatus(environment, project);
  if (!isKnown(status)) return { state: 'failed', words: `${status.error?.message} ${status.error?.help}`, document: null };
  const pending = status.migrations.filter(({ state }) => state === 'pending');
  const title = `Deploy to ${environment.name}`;
  return {
    state: 'done',
    words: `${environment.name}: ${environmentWords(status)}.`,
    document: { title, text: `# ${title}\n\n${counted(pending.length, 'pending migration')}.\n\n${statusTables([status])}` },
  };
}
