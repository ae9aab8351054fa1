import { commands, type Disposable } from 'vscode';
import type { Server } from '../server';

export const restartCommand = 'lockstep.restart';

export function registerRestart(server: Server): Disposable {
  return commands.registerCommand(restartCommand, () => server.restart());
}
