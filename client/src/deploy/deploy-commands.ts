import { commands, Disposable } from 'vscode';
import type { EnvironmentParams } from '../../../server/src/protocol';
import { pickEnvironment } from '../environments/choose-environment';
import type { Environments } from '../environments/environments';
import type { MigrationsNode } from '../environments/migrations-tree';
import { namedBy } from '../environments/named-environment';
import type { Operations } from './operations';
import { isTrusted } from './trusted';

/** What a menu of the tree gives, or a test; nothing from the palette. */
export type Given = EnvironmentParams | MigrationsNode | undefined;

/** Commands that look at what a deploy would do, and change nothing. */
export function registerDeployCommands(environments: Environments, operations: Operations): Disposable {
  const chosen = async (given: Given, title: string): Promise<EnvironmentParams | undefined> =>
    isTrusted() ? (namedBy(given) ?? pickEnvironment(environments, title)) : undefined;
  return Disposable.from(
    commands.registerCommand('lockstep.showDeployLog', operations.log.show),
    commands.registerCommand('lockstep.previewDeploy', async (given?: Given) => {
      const environment = await chosen(given, 'Preview Deploy');
      if (environment === undefined) return;
      const end = await operations.run(`Preview of a deploy to ${environment.environment}`, environment, { type: 'preview' });
      if (end !== undefined) await operations.show(end);
    }),
  );
}
