import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { tooDeepAt } from './json-depth';
import { readText } from './read-files';
import type { SettingsProblem } from './settings';
import { settingsProblem } from './settings-reader';
import type { Snapshot } from './snapshot';

/**
 * A baseline that is none of the migrations; null when all is well. Names are compared as texts, so a mistyped one can turn every
 * pending migration into history, and nothing would be found any more.
 */
export function baselineProblem({ project, migrations }: Snapshot): SettingsProblem | null {
  const { baseline, file } = project.settings;
  if (baseline === null || file === null || migrations.some(({ name }) => name === baseline)) return null;
  const text = readText(file) ?? '';
  const tree = tooDeepAt(text) === null ? parseTree(text) : undefined;
  const node = tree === undefined ? undefined : findNodeAtLocation(tree, ['baseline']);
  const message = `is "${baseline}", which is none of the migrations in ${project.migrationsDirectory}`;
  return settingsProblem(text, 'baseline', node?.offset ?? 0, node?.length ?? 0, message);
}
