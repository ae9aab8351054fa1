import { window } from 'vscode';
import type { ShownRollout } from '../../../server/src/protocol';
import type { Rollouts } from './rollouts';
import type { RolloutNode } from './rollouts-tree';

/** The rollout that a command was called with: from a menu of the tree, by the URI of its file, or one that is picked. */
export async function chosenRollout(
  given: RolloutNode | string | undefined,
  rollouts: Rollouts,
  title: string,
  fits: (rollout: ShownRollout) => boolean,
): Promise<ShownRollout | undefined> {
  await rollouts.load();
  const all = rollouts.all();
  if (given !== undefined) {
    const uri = typeof given === 'string' ? given : given.rollout.uri;
    return all.find((rollout) => rollout.uri === uri);
  }
  const fitting = all.filter(fits);
  if (fitting.length === 0)
    return void window.showInformationMessage('There is no such rollout. A finding that can be rolled out offers to begin one.');
  if (fitting.length === 1) return fitting[0];
  const items = fitting.map((rollout) => ({ label: rollout.name, description: rollout.words, detail: rollout.next, rollout }));
  return (await window.showQuickPick(items, { title, placeHolder: 'Rollout' }))?.rollout;
}
