import { commands, type Disposable, window } from 'vscode';
import type { EnvironmentParams } from '../../../server/src/protocol';
import { isTrusted } from '../deploy/trusted';
import { pickEnvironment } from './choose-environment';
import { environmentCommands } from './command-ids';
import type { Environments } from './environments';
import type { MigrationsNode } from './migrations-tree';
import { namedBy } from './named-environment';
import type { Secrets } from './secrets';

const forgetSecretCommand = 'lockstep.forgetConnectionSecret';

/** Commands that store and forget the connection URL of an environment. */
export function registerSecretCommands(environments: Environments, secrets: Secrets): Disposable {
  const chosen = (given: EnvironmentParams | MigrationsNode | undefined, title: string) =>
    namedBy(given) ?? pickEnvironment(environments, title, ({ environment }) => environment.isSecret);
  const changed = async (environment: EnvironmentParams): Promise<void> => {
    await environments.load();
    await environments.ask(environment);
  };
  const parts = [
    commands.registerCommand(environmentCommands.setSecret, async (given?: EnvironmentParams | MigrationsNode, url?: string) => {
      if (!isTrusted()) return;
      const environment = await chosen(given, 'Set Connection Secret');
      if (environment === undefined) return;
      const entered = url ?? (await askForUrl(environment.environment));
      if (entered === undefined) return;
      await secrets.store(environment, entered.trim());
      await changed(environment);
    }),
    commands.registerCommand(forgetSecretCommand, async (given?: EnvironmentParams | MigrationsNode) => {
      const environment = await chosen(given, 'Forget Connection Secret');
      if (environment === undefined) return;
      await secrets.forget(environment);
      await changed(environment);
    }),
  ];
  return { dispose: () => parts.forEach((part) => void part.dispose()) };
}

function askForUrl(name: string): Thenable<string | undefined> {
  return window.showInputBox({
    title: `Lockstep: Connection URL of ${name}`,
    prompt: 'Kept in the secret storage of this editor, and nowhere else.',
    placeHolder: 'postgresql://user:password@host:5432/database',
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'Enter the connection URL.' : null),
  });
}
