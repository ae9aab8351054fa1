import {
  type Disposable,
  EventEmitter,
  MarkdownString,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { EnvironmentState, ProjectEnvironments, ShownMigration } from '../../../server/src/protocol';
import { untrustedWords } from '../deploy/trusted';
import { type Asked, type Environments, type ProjectEnvironment, paramsOf } from './environments';
import { environmentIcon, migrationIcon } from './icons';

/** What the tree "Migrations" is made of: projects, their environments, and what these say of migrations. */
export type MigrationsNode =
  | { readonly type: 'project'; readonly project: ProjectEnvironments }
  | { readonly type: 'environment'; readonly of: ProjectEnvironment }
  | { readonly type: 'migration'; readonly of: ProjectEnvironment; readonly migration: ShownMigration }
  /** A sentence in place of migrations. */
  | { readonly type: 'note'; readonly of: ProjectEnvironment; readonly text: string };

export interface MigrationsTree extends Disposable {
  readonly provider: TreeDataProvider<MigrationsNode>;
}

/** A database is asked when its environment is opened, never because the tree is shown. */
export function createMigrationsTree(environments: Environments): MigrationsTree {
  const changed = new EventEmitter<MigrationsNode | undefined>();
  const provider: TreeDataProvider<MigrationsNode> = {
    onDidChangeTreeData: changed.event,
    getTreeItem: (node) => itemOf(node, environments),
    getChildren: (node) => [...childrenOf(node, environments)],
  };
  const view = window.createTreeView('lockstep.migrations', { treeDataProvider: provider, showCollapseAll: true });
  // Where there is no environment, a welcome view says it.
  const explain = (): void => {
    view.message = workspace.isTrusted || environments.all().length === 0 ? '' : untrustedWords;
  };
  const parts: readonly Disposable[] = [
    changed,
    view,
    environments.onDidChange(() => {
      explain();
      changed.fire(undefined);
    }),
    workspace.onDidGrantWorkspaceTrust(explain),
    view.onDidChangeVisibility(({ visible }) => {
      if (visible) environments.look();
    }),
    view.onDidExpandElement(({ element }) => {
      if (element.type !== 'environment') return;
      const environment = paramsOf(element.of);
      if (environments.asked(environment).kind === 'not-asked') void environments.ask(environment);
    }),
  ];
  return {
    provider,
    dispose: () => {
      for (const part of parts) part.dispose();
    },
  };
}

function childrenOf(node: MigrationsNode | undefined, environments: Environments): readonly MigrationsNode[] {
  if (node === undefined) {
    const withEnvironments = environments.projects().filter((project) => project.environments.length > 0);
    return withEnvironments.map((project) => ({ type: 'project', project }));
  }
  switch (node.type) {
    case 'project':
      return node.project.environments.map((environment) => ({ type: 'environment', of: { project: node.project, environment } }));
    case 'environment':
      return contentsOf(node.of, environments.asked(paramsOf(node.of)));
    case 'migration':
    case 'note':
      return [];
  }
}

function contentsOf(of: ProjectEnvironment, asked: Asked): readonly MigrationsNode[] {
  const state = lastOf(asked);
  const { unfinished } = of.environment;
  if (state === null) {
    const texts = [...(unfinished === null ? [] : [unfinished]), asked.kind === 'asking' ? 'asking the database…' : 'not asked yet'];
    return texts.map((text): MigrationsNode => ({ type: 'note', of, text }));
  }
  const notes = [
    ...(unfinished === null ? [] : [unfinished]),
    ...(state.problem === null ? [] : [state.problem]),
    ...(state.problem === null && state.migrations.length === 0 ? ['no migrations yet'] : []),
  ];
  return [
    ...notes.map((text): MigrationsNode => ({ type: 'note', of, text })),
    ...state.migrations.map((migration): MigrationsNode => ({ type: 'migration', of, migration })),
  ];
}

function lastOf(asked: Asked): EnvironmentState | null {
  switch (asked.kind) {
    case 'not-asked':
      return null;
    case 'asking':
      return asked.last;
    case 'told':
      return asked.state;
  }
}

function itemOf(node: MigrationsNode, environments: Environments): TreeItem {
  switch (node.type) {
    case 'project':
      return projectItem(node.project);
    case 'environment':
      return environmentItem(node.of, environments.asked(paramsOf(node.of)));
    case 'migration':
      return migrationItem(node.of, node.migration);
    case 'note':
      return noteItem(node.of, node.text);
  }
}

function projectItem({ root, name, detail, leftovers, restored }: ProjectEnvironments): TreeItem {
  const item = new TreeItem(name, TreeItemCollapsibleState.Expanded);
  item.id = root;
  const left = [
    ...(leftovers === 0 ? [] : [`${leftovers} left of rehearsals`]),
    ...(restored === 0 ? [] : [restored === 1 ? '1 restored database kept' : `${restored} restored databases kept`]),
  ];
  item.description = [detail, ...left].join(' · ');
  item.contextValue = left.length === 0 ? 'project' : 'project leftovers';
  return item;
}

function environmentItem({ project, environment }: ProjectEnvironment, asked: Asked): TreeItem {
  const { name, kind, target, problem, isSecret, unfinished } = environment;
  const state = lastOf(asked);
  const item = new TreeItem(name, TreeItemCollapsibleState.Collapsed);
  item.id = `${project.root} ${name}`;
  const words =
    state === null
      ? (target ?? (workspace.isTrusted ? 'no URL' : 'not connected'))
      : asked.kind === 'asking'
        ? `${state.words}, asking again`
        : state.words;
  item.description = unfinished === null ? words : `${words} · deploy not finished`;
  item.iconPath = environmentIcon(asked.kind === 'told' ? asked.state.state : asked.kind);
  item.tooltip = new MarkdownString(
    [
      `**${name}** · ${kind}`,
      target === null ? (problem ?? '') : `\`${target}\``,
      state?.words ?? 'not asked yet',
      state?.problem ?? '',
      unfinished ?? '',
    ]
      .filter((line) => line !== '')
      .join('\n\n'),
  );
  // What the menus of the tree ask: `environment pending secret`.
  item.contextValue = ['environment', state?.state ?? 'not-asked', ...(isSecret ? ['secret'] : [])].join(' ');
  item.accessibilityInformation = { label: `${name}, ${kind}, ${state?.words ?? 'not asked yet'}` };
  return item;
}

function migrationItem({ project, environment }: ProjectEnvironment, { name, state, words, uri, error }: ShownMigration): TreeItem {
  // The timestamp would leave no room for the words; the order says as much.
  const item = new TreeItem(name.replace(/^\d{8,}_(?=.)/, ''), TreeItemCollapsibleState.None);
  item.id = `${project.root} ${environment.name} ${name}`;
  item.description = words;
  item.iconPath = migrationIcon(state);
  item.tooltip = error === null ? `${name}\n${words}` : `${name}\n${error}`;
  item.contextValue = `migration ${state}`;
  item.accessibilityInformation = { label: `${name}, ${state}, ${words}` };
  if (uri !== null) item.command = { title: 'Open', command: 'vscode.open', arguments: [Uri.parse(uri)] };
  return item;
}

function noteItem({ project, environment }: ProjectEnvironment, text: string): TreeItem {
  const item = new TreeItem(text, TreeItemCollapsibleState.None);
  item.id = `${project.root} ${environment.name} note ${text}`;
  item.tooltip = text;
  return item;
}
