import { type ExtensionContext, window, workspace } from 'vscode';
import { registerCreateRevertMigration } from './commands/create-revert-migration';
import { registerCreateSafeMigration } from './commands/create-safe-migration';
import { registerFillWithValue } from './commands/fill-with-value';
import { registerLintAll } from './commands/lint-all';
import { registerRestart } from './commands/restart';
import { registerRunConfig } from './commands/run-config';
import { registerShowAnalysis } from './commands/show-analysis';
import { registerShowEffects } from './commands/show-effects';
import { registerShowOutput } from './commands/show-output';
import { registerShowRulePage } from './commands/show-rule-page';
import { registerShowSchemaDifference } from './commands/show-schema-difference';
import { createReports } from './documents/reports';
import { createServer } from './server';
import { createAnalysisStatus } from './status/analysis-status';
import { createProjectStatus } from './status/project-status';
import { createSchemaStatus } from './status/schema-status';

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
    createSchemaStatus(server),
    registerLintAll(reports),
    registerShowEffects(reports),
    registerShowAnalysis(reports),
    registerShowSchemaDifference(reports),
    registerCreateSafeMigration(server),
    registerCreateRevertMigration(server),
    registerFillWithValue(server),
    registerRunConfig(server),
    registerShowRulePage(context),
    registerShowOutput(output),
    registerRestart(server),
    workspace.onDidGrantWorkspaceTrust(() => server.trustGranted()),
  );
  void server.start();
  return { whenReady: server.whenReady };
}
