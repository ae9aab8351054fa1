import { type ExtensionContext, window, workspace } from 'vscode';
import { registerCreateRevertMigration } from './commands/create-revert-migration';
import { registerCreateSafeMigration } from './commands/create-safe-migration';
import { registerFillWithValue } from './commands/fill-with-value';
import { registerLintAll } from './commands/lint-all';
import { registerRestart } from './commands/restart';
import { registerRunBackfill } from './commands/run-backfill';
import { registerRunConfig } from './commands/run-config';
import { registerShowAnalysis } from './commands/show-analysis';
import { registerShowEffects } from './commands/show-effects';
import { registerShowOutput } from './commands/show-output';
import { registerShowRulePage } from './commands/show-rule-page';
import { registerShowSchemaDifference } from './commands/show-schema-difference';
import { registerBackUp } from './deploy/back-up';
import { registerDeploy } from './deploy/deploy';
import { registerDrift } from './deploy/drift';
import { registerJournal } from './deploy/journal';
import { createOperations } from './deploy/operations';
import { registerRecover } from './deploy/recover';
import { registerRehearse } from './deploy/rehearse';
import { registerResolve } from './deploy/resolve';
import { createReports } from './documents/reports';
import { removeEmptyMigrationFolders } from './edits/created-folders';
import { saveTogether } from './edits/saved-together';
import { registerChooseEnvironment } from './environments/choose-environment';
import { registerEnvironmentCommands } from './environments/environment-commands';
import { createEnvironmentItem } from './environments/environment-item';
import { createEnvironments } from './environments/environments';
import { createMigrationsTree } from './environments/migrations-tree';
import { registerSecretCommands } from './environments/secret-commands';
import { createSecrets } from './environments/secrets';
import { registerSetUpEnvironments } from './environments/set-up-environments';
import { registerRolloutCommands } from './rollouts/rollout-commands';
import { createRollouts } from './rollouts/rollouts';
import { createRolloutsTree } from './rollouts/rollouts-tree';
import { createServer } from './server';
import { createAnalysisStatus } from './status/analysis-status';
import { createProjectStatus } from './status/project-status';
import { createSchemaStatus } from './status/schema-status';
import { followWalkthrough } from './walkthrough';

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
  const secrets = createSecrets(context.secrets);
  const server = createServer(context, output, secrets);
  const reports = createReports(server);
  const environments = createEnvironments(server, context.workspaceState);
  const operations = createOperations(server);
  const rollouts = createRollouts(server);
  context.subscriptions.push(
    output,
    server,
    reports,
    createAnalysisStatus(server),
    createProjectStatus(server),
    createSchemaStatus(server),
    environments,
    createMigrationsTree(environments),
    createEnvironmentItem(environments),
    registerSetUpEnvironments(server, environments),
    registerChooseEnvironment(environments),
    registerSecretCommands(environments, secrets),
    registerEnvironmentCommands(server, environments, reports),
    operations,
    registerDeploy(environments, operations),
    registerBackUp(environments, operations),
    registerRehearse(environments, operations),
    registerDrift(environments, operations),
    registerRecover(environments, operations),
    registerResolve(environments, operations),
    registerJournal(environments, operations),
    followWalkthrough(environments),
    rollouts,
    createRolloutsTree(rollouts),
    registerRolloutCommands(server, rollouts),
    removeEmptyMigrationFolders(),
    saveTogether(),
    registerLintAll(reports),
    registerShowEffects(reports),
    registerShowAnalysis(reports),
    registerShowSchemaDifference(reports),
    registerCreateSafeMigration(server),
    registerCreateRevertMigration(server),
    registerFillWithValue(server),
    registerRunBackfill(server, environments),
    registerRunConfig(server),
    registerShowRulePage(context),
    registerShowOutput(output),
    registerRestart(server),
    workspace.onDidGrantWorkspaceTrust(() => server.trustGranted()),
  );
  void server.start();
  stop = server.stop;
  return { whenReady: server.whenReady };
}

let stop: () => Promise<void> = async () => undefined;

/** The editor waits a moment for this: a deploy that runs is told to end, and says in its report what has come of it. */
export function deactivate(): Promise<void> {
  return stop();
}
