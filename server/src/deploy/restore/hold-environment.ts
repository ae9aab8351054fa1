import { assertNever } from '../../analysis/assert-never';
import { refused, type Step } from '../backup/outcome';
import { holdFile } from '../deploy/deploying-file';
import type { RestoreJob } from './job';
import type { RestorePreview } from './preview-restore';

/** Keeps deploys of this folder away from the environment meanwhile; `value` lets them in again. */
export function heldFor({ project, target, now }: RestoreJob, { environment }: RestorePreview, by: string): Step<() => void> {
  if (environment === null || target.type === 'scratch') return { type: 'done', value: () => {} };
  const held = holdFile(project.root, environment.name, by, now);
  switch (held.type) {
    case 'held':
      return { type: 'done', value: held.release };
    case 'taken': {
      const who = held.by.by === '' ? `Process ${held.by.pid} on ${held.by.host}` : held.by.by;
      const message = `${who} changes ${environment.name} since ${held.by.since.slice(0, 16).replace('T', ' ')} UTC.`;
      return refused('in-use', message, `Wait until it has ended; where nothing runs any more, remove ${held.path}.`);
    }
    case 'unwritable':
      return refused('directory-unwritable', `.lockstep cannot be written to: ${held.reason}.`, 'Correct its permissions.');
    default:
      return assertNever(held);
  }
}
