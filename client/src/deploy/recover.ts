import { commands, Disposable, env, type QuickPickItem, QuickPickItemKind, Uri, ViewColumn, window, workspace } from 'vscode';
import type { EnvironmentParams, RecoveryStep } from '../../../server/src/protocol';
import { showPage } from '../documents/preview';
import type { Environments } from '../environments/environments';
import { chosenEnvironment, type Given, migrationOf } from './chosen-environment';
import type { Operations } from './operations';
import { resolve } from './resolve';

/** Commands for when a deploy went wrong. */
export function registerRecover(environments: Environments, operations: Operations): Disposable {
  return Disposable.from(
    commands.registerCommand('lockstep.recover', async (given?: Given) => {
      const environment = await chosenEnvironment(environments, given, 'Recover');
      if (environment !== undefined) await recover(environment, environments, operations);
    }),
    commands.registerCommand('lockstep.compareMigration', async (given?: Given) => {
      const environment = await chosenEnvironment(environments, given, 'Compare Edited Migration');
      if (environment === undefined) return;
      const migration = migrationOf(given) ?? (await pickEdited(environment, environments));
      if (migration !== undefined) await compare(environment, migration, operations);
    }),
  );
}

interface StepItem extends QuickPickItem {
  readonly step: RecoveryStep | null;
}

/** The page of what happened, and the next steps in order; each is shown before it is done, and none is done by itself. */
async function recover(environment: EnvironmentParams, environments: Environments, operations: Operations): Promise<void> {
  const end = await operations.run(`What happened on ${environment.environment}`, environment, { type: 'recovery' });
  if (end === undefined) return;
  await operations.show(end);
  const { steps = [] } = end;
  if (end.state !== 'done' || steps.length === 0) return;
  const ways = [...new Set(steps.map(({ way }) => way))];
  const items = ways.flatMap((way): readonly StepItem[] => [
    { label: way, kind: QuickPickItemKind.Separator, step: null },
    ...steps.filter((step) => step.way === way).map((step, index) => ({ label: `${index + 1}. ${step.title}`, detail: step.why, step })),
  ]);
  const chosen = await window.showQuickPick(items, {
    title: `Lockstep: Recover ${environment.environment}`,
    placeHolder: 'Next steps, in order; each is shown before it is done',
    ignoreFocusOut: true,
  });
  if (chosen?.step != null) await take(chosen.step, environment, environments, operations);
}

async function take(step: RecoveryStep, environment: EnvironmentParams, environments: Environments, operations: Operations): Promise<void> {
  const { act } = step;
  switch (act.type) {
    case 'read':
      return read(step, operations);
    case 'query': {
      const document = await workspace.openTextDocument({ language: 'sql', content: act.sql });
      await window.showTextDocument(document, { viewColumn: ViewColumn.Beside });
      return;
    }
    case 'resolve':
      return resolve(environment, act.migration, act.as, environments, operations);
    case 'deploy':
      return void commands.executeCommand('lockstep.deploy', environment);
    case 'restore':
      return void commands.executeCommand('lockstep.restoreBackup', environment);
    case 'revert':
      return void commands.executeCommand('lockstep.createRevertMigration', Uri.parse(act.uri));
    case 'edit':
      await window.showTextDocument(Uri.parse(act.uri));
  }
}

async function read({ title, why, preview, command }: RecoveryStep, { documents }: Operations): Promise<void> {
  const line = command === null ? [] : [`\`\`\`sh\n${command}\n\`\`\``];
  await showPage(documents.keep({ title, text: `${[`# ${title}`, why, preview, ...line].join('\n\n')}\n` }));
  if (command === null) return;
  const copy = 'Copy Command';
  if ((await window.showInformationMessage(`${title}: ${command}`, copy)) === copy) await env.clipboard.writeText(command);
}

async function compare(environment: EnvironmentParams, migration: string, operations: Operations): Promise<void> {
  const end = await operations.run(`Applied text of ${migration}`, environment, { type: 'compare-migration', migration });
  if (end === undefined) return;
  const { applied, uri } = end;
  if (applied === undefined || uri === undefined) return operations.show(end);
  const left = operations.documents.keep(applied, 'sql');
  await commands.executeCommand('vscode.diff', left, Uri.parse(uri), `${migration}: applied on ${environment.environment} ↔ here`);
}

async function pickEdited(environment: EnvironmentParams, environments: Environments): Promise<string | undefined> {
  await environments.ask(environment);
  const asked = environments.asked(environment);
  const edited = asked.kind === 'told' ? asked.state.migrations.filter(({ state }) => state === 'edited') : [];
  if (edited.length === 0)
    return void window.showInformationMessage(`No migration of ${environment.environment} was edited after it was applied.`);
  const items = edited.map(({ name, words }) => ({ label: name, description: words }));
  return (await window.showQuickPick(items, { title: 'Lockstep: Compare Edited Migration', placeHolder: 'Migration' }))?.label;
}
