import { commands, type Disposable, ProgressLocation, window } from 'vscode';
import { type RunConfigResult, runConfigRequest } from '../../../server/src/protocol';
import { isTrusted } from '../deploy/trusted';
import type { Server } from '../server';

export const runConfigCommand = 'lockstep.runConfig';

/** Runs the Prisma configurations that compute where the schema and the migrations are; nothing else ever runs one. */
export function registerRunConfig(server: Server): Disposable {
  return commands.registerCommand(runConfigCommand, async () => {
    if (!isTrusted()) return;
    const progress = { location: ProgressLocation.Window, title: 'Running the Prisma configuration' };
    const result = await window.withProgress(progress, () => server.request<RunConfigResult>(runConfigRequest));
    if (result?.problem != null) void window.showWarningMessage(result.problem);
  });
}
