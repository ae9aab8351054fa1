import { type ExtensionContext, window, workspace } from 'vscode';
import { registerLintAll } from './commands/lint-all';
import { registerRestart } from './commands/restart';
import { registerShowAnalysis } from './commands/show-analysis';
import { registerShowEffects } from './commands/show-effects';
import { registerShowOutput } from './commands/show-output';
import { registerShowRulePage } from './commands/show-rule-page';
import { createReports } from './documents/reports';
import { createServer } from './server';
import { createAnalysisStatus } from './status/analysis-status';
import { createProjectStatus } from './status/project-status';

/** What tests and other extensions may rely on. */
export interface LockstepApi {
  /** Resolves when the server has analysed every project that it knows of; at once when it has done so already. */
  readonly whenReady: () => Promise<void>;
}

/**
 * Registers everything and leaves the server to start on its own, so that opening a window never waits for it. A server
 * that cannot start is told by the status item alone.
 */
export function activate(context: ExtensionContext): LockstepApi {
  const output = window.createOutputChannel('Lockstep', { log: true });
  const server = createServer(context, output);
  const reports = createReports(server);
  context.subscriptions.push(
    output,
    server,
    reports,
    createAnalysisStatus(server),
    createProjectStatus(server),
    registerLintAll(reports),
    registerShowEffects(reports),
    registerShowAnalysis(reports),
    registerShowRulePage(context),
    registerShowOutput(output),
    registerRestart(server),
    workspace.onDidGrantWorkspaceTrust(() => server.trustGranted()),
  );
  void server.start();
  return { whenReady: server.whenReady };
}
