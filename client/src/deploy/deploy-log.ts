import { type Disposable, type LogOutputChannel, window } from 'vscode';

/** What operations say while they run, line by line with the time. The server has taken every secret out. */
export interface DeployLog extends Disposable {
  readonly line: (text: string) => void;
  /** Beside what is being edited, which keeps the keyboard. */
  readonly show: () => void;
}

export function createDeployLog(): DeployLog {
  let channel: LogOutputChannel | undefined;
  const opened = (): LogOutputChannel => {
    channel ??= window.createOutputChannel('Lockstep Deploy', { log: true });
    return channel;
  };
  return {
    line: (text) => opened().info(text),
    show: () => opened().show(true),
    dispose: () => channel?.dispose(),
  };
}
