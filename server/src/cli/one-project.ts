import { readSnapshot, type Snapshot } from '../project/snapshot';
import { supportOf } from '../project/support';
import { type Overrides, withOverrides } from './analysis-options';
import { refuseBrokenSettings } from './gather';
import { Problem } from './problem';
import { shownPath } from './shown-path';
import { findTargets } from './targets';

interface Values extends Overrides {
  readonly 'run-config'?: boolean | undefined;
}

/**
 * The one project that a command writes into, read as a whole.
 * @throws Problem where the paths name none or several, and where not everything can be read.
 */
export async function snapshotToWrite(command: string, values: Values, paths: readonly string[], from: string): Promise<Snapshot> {
  const { projects, loose } = await findTargets(paths, from, values['run-config'] === true);
  const [target, ...others] = projects;
  if (target === undefined || loose.length > 0 || !target.whole) {
    throw new Problem(`"lockstep ${command}" takes a project or its schema.`, 'Name the folder of one project.');
  }
  if (others.length > 0) {
    const roots = projects.map(({ project }) => shownPath(project.root, from)).join(', ');
    throw new Problem(`"lockstep ${command}" takes one project; found ${roots}.`, 'Name one of them.');
  }
  const project = withOverrides(target.project, values);
  refuseBrokenSettings(project);
  const support = supportOf(project);
  if (!support.ok) throw new Problem(support.reason);
  const snapshot = await readSnapshot(project, new Map());
  for (const note of snapshot.notes) process.stderr.write(`${note}\n`);
  if (snapshot.notes.length > 0) throw new Problem('Not everything could be read, so nothing is written.');
  return snapshot;
}
