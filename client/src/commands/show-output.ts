import { commands, type Disposable, type LogOutputChannel } from 'vscode';

export const showOutputCommand = 'lockstep.showOutput';

export function registerShowOutput(output: LogOutputChannel): Disposable {
  return commands.registerCommand(showOutputCommand, () => output.show(true));
}
