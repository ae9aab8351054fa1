import { commands, type Disposable, ProgressLocation, Uri, window } from 'vscode';
import { type EnvironmentParams, type StatisticsResult, statisticsRequest } from '../../../server/src/protocol';
import { isTrusted } from '../deploy/trusted';
import type { Reports } from '../documents/reports';
import type { Server } from '../server';
import { pickEnvironment } from './choose-environment';
import { type Environments, paramsOf } from './environments';
import type { MigrationsNode } from './migrations-tree';
import { namedBy } from './named-environment';

/** Commands that ask databases: refresh one or all, show the matrix, take the sizes of tables. */
export function registerEnvironmentCommands(server: Server, environments: Environments, reports: Reports): Disposable {
  const parts = [
    environments.onDidChange((environment) => {
      if (environment !== undefined && environments.asked(environment).kind === 'told') reports.readAgain('matrix');
    }),
    commands.registerCommand('lockstep.refreshEnvironments', async (given?: EnvironmentParams | MigrationsNode) => {
      if (!isTrusted()) return;
      const one = namedBy(given);
      await environments.load();
      await (one === undefined ? Promise.all(environments.all().map(paramsOf).map(environments.ask)) : environments.ask(one));
    }),
    commands.registerCommand('lockstep.showMigrationMatrix', async (given?: EnvironmentParams | MigrationsNode) => {
      if (!isTrusted()) return;
      await environments.load();
      const root = rootOf(given) ?? environments.current()?.project.root ?? environments.all()[0]?.project.root;
      const own = environments.all().filter(({ project }) => project.root === root);
      // What is shown is what the databases say now.
      await Promise.all(own.map(paramsOf).map(environments.ask));
      await reports.show({ kind: 'matrix', document: root === undefined ? undefined : Uri.parse(root) });
    }),
    commands.registerCommand('lockstep.takeStatistics', async (given?: EnvironmentParams | MigrationsNode) => {
      if (!isTrusted()) return;
      const environment = namedBy(given) ?? (await pickEnvironment(environments, 'Take Table Statistics'));
      if (environment === undefined) return;
      const result = await window.withProgress(
        { location: ProgressLocation.Notification, title: `Lockstep: sizes of the tables of ${environment.environment}` },
        () => server.request<StatisticsResult>(statisticsRequest, environment),
      );
      if (result === undefined) return;
      void (result.isTaken ? window.showInformationMessage(result.message) : window.showWarningMessage(result.message));
    }),
  ];
  return { dispose: () => parts.forEach((part) => void part.dispose()) };
}

function rootOf(given: EnvironmentParams | MigrationsNode | undefined): string | undefined {
  if (given === undefined) return undefined;
  if (!('type' in given)) return given.root;
  return given.type === 'project' ? given.project.root : given.of.project.root;
}
