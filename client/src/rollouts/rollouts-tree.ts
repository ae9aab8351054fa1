import {
  type Disposable,
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  window,
} from 'vscode';
import type { ShownPart, ShownRollout, ShownStage } from '../../../server/src/protocol';
import type { Rollouts } from './rollouts';

/** What the tree "Rollouts" is made of: rollouts, their stages, and what belongs to each. */
export type RolloutNode =
  | { readonly type: 'rollout'; readonly rollout: ShownRollout }
  | { readonly type: 'stage'; readonly rollout: ShownRollout; readonly stage: ShownStage; readonly number: number }
  | { readonly type: 'part'; readonly rollout: ShownRollout; readonly stage: ShownStage; readonly part: ShownPart };

export interface RolloutsTree extends Disposable {
  readonly provider: TreeDataProvider<RolloutNode>;
}

/** Shows what stands in the files; no database is asked for it. */
export function createRolloutsTree(rollouts: Rollouts): RolloutsTree {
  const changed = new EventEmitter<void>();
  const provider: TreeDataProvider<RolloutNode> = {
    onDidChangeTreeData: changed.event,
    getTreeItem: itemOf,
    getChildren: (node) => [...childrenOf(node, rollouts.all())],
  };
  const view = window.createTreeView('lockstep.rollouts', { treeDataProvider: provider, showCollapseAll: true });
  const parts: readonly Disposable[] = [changed, view, rollouts.onDidChange(() => changed.fire())];
  return {
    provider,
    dispose: () => {
      for (const part of parts) part.dispose();
    },
  };
}

function childrenOf(node: RolloutNode | undefined, rollouts: readonly ShownRollout[]): readonly RolloutNode[] {
  switch (node?.type) {
    case undefined:
      return rollouts.map((rollout) => ({ type: 'rollout', rollout }));
    case 'rollout':
      return node.rollout.stages.map((stage, index) => ({ type: 'stage', rollout: node.rollout, stage, number: index + 1 }));
    case 'stage':
      return node.stage.parts.map((part) => ({ type: 'part', rollout: node.rollout, stage: node.stage, part }));
    case 'part':
      return [];
  }
}

function itemOf(node: RolloutNode): TreeItem {
  switch (node.type) {
    case 'rollout':
      return rolloutItem(node.rollout);
    case 'stage':
      return stageItem(node.rollout, node.stage, node.number);
    case 'part':
      return partItem(node.rollout, node.stage, node.part);
  }
}

function rolloutItem({ uri, name, title, project, state, stage, words, next }: ShownRollout): TreeItem {
  const item = new TreeItem(name, state === 'open' ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed);
  item.id = uri;
  item.description = words;
  item.iconPath = rolloutIcon(state);
  item.tooltip = new MarkdownString([`**${name}** · ${project}`, title, next].join('\n\n'));
  item.contextValue = state === 'open' ? `rollout open ${stage ?? 'begins'}` : `rollout ${state}`;
  item.accessibilityInformation = { label: `${name}, ${words}. ${next}` };
  return item;
}

function stageItem(rollout: ShownRollout, { name, state, purpose, parts }: ShownStage, number: number): TreeItem {
  const isOpen = state === 'now' && parts.length > 0;
  const collapsed = parts.length === 0 ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Collapsed;
  const item = new TreeItem(`${number}. ${name}`, isOpen ? TreeItemCollapsibleState.Expanded : collapsed);
  item.id = `${rollout.uri} ${name}`;
  item.description = state === 'now' && rollout.state === 'open' ? `now: ${purpose}` : state;
  item.iconPath = stageIcon(state);
  item.tooltip = purpose;
  item.contextValue = `stage ${state}`;
  item.accessibilityInformation = { label: `stage ${number}, ${name}, ${state}. ${purpose}` };
  return item;
}

function partItem(rollout: ShownRollout, stage: ShownStage, { text, uri }: ShownPart): TreeItem {
  const item = new TreeItem(text, TreeItemCollapsibleState.None);
  item.id = `${rollout.uri} ${stage.name} ${text}`;
  item.tooltip = text;
  if (uri !== null) {
    item.iconPath = new ThemeIcon('file');
    item.contextValue = uri.endsWith('.backfill.json') ? 'backfill' : 'file';
    item.command = { title: 'Open', command: 'vscode.open', arguments: [Uri.parse(uri)] };
  }
  return item;
}

/** An icon never stands alone: the description beside it says the same in words. */
function rolloutIcon(state: ShownRollout['state']): ThemeIcon {
  switch (state) {
    case 'open':
      return new ThemeIcon('milestone');
    case 'finished':
      return new ThemeIcon('pass', new ThemeColor('testing.iconPassed'));
    case 'abandoned':
      return new ThemeIcon('discard');
    case 'invalid':
      return new ThemeIcon('error', new ThemeColor('list.errorForeground'));
  }
}

function stageIcon(state: ShownStage['state']): ThemeIcon {
  switch (state) {
    case 'done':
      return new ThemeIcon('check');
    case 'now':
      return new ThemeIcon('arrow-right');
    case 'later':
      return new ThemeIcon('circle-outline');
  }
}
