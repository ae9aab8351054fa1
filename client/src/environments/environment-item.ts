import { type Disposable, StatusBarAlignment, ThemeColor, window } from 'vscode';
import { environmentCommands } from './command-ids';
import type { Environments } from './environments';

/** The current environment in the status bar; production has the background of a warning, and the word. */
export function createEnvironmentItem(environments: Environments): Disposable {
  const item = window.createStatusBarItem('lockstep.environment', StatusBarAlignment.Left, 10);
  item.name = 'Lockstep: Environment';
  item.command = environmentCommands.choose;

  function show(): void {
    if (environments.all().length === 0) {
      item.hide();
      return;
    }
    const current = environments.current();
    const isProduction = current?.environment.kind === 'production';
    item.text = current === undefined ? '$(database) Choose environment' : `$(database) ${wordsOf(current.environment)}`;
    item.backgroundColor = isProduction ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    item.tooltip =
      current === undefined
        ? 'Lockstep: choose the environment to look at'
        : `Lockstep: ${current.environment.name}, ${current.environment.kind}\n${current.environment.target ?? current.environment.problem ?? ''}`;
    item.show();
  }

  show();
  const listening = environments.onDidChange(show);
  return { dispose: () => [listening, item].forEach((part) => void part.dispose()) };
}

/** The word production is there whatever the environment is called. */
function wordsOf({ name, kind }: { readonly name: string; readonly kind: string }): string {
  return kind === 'production' && !/prod/i.test(name) ? `${name} (production)` : name;
}
