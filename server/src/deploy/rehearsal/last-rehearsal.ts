import type { Project } from '../../project/project';
import { environmentKinds } from '../../project/settings';
import { measuredIn, readRehearsal } from './stored';

/** What was measured where it says most: of the most protected environment that was rehearsed, else on an empty copy of the history. */
export async function lastMeasured(project: Project): Promise<ReturnType<typeof measuredIn>> {
  const { environments } = project.settings;
  const byKind = environments.toSorted((a, b) => environmentKinds.indexOf(b.kind) - environmentKinds.indexOf(a.kind));
  const stored = await Promise.all([...byKind.map(({ name }) => name), null].map((name) => readRehearsal(project, name)));
  const found = stored.find((one) => one !== null);
  return found == null ? () => null : measuredIn(found);
}
