import { commands, Disposable, type QuickPickItem, window } from 'vscode';
import type { EnvironmentParams, RestoreEnd, RestoreOperation, ShownBackup } from '../../../server/src/protocol';
import type { Environments } from '../environments/environments';
import { chosenEnvironment, type Given } from './chosen-environment';
import { typedName } from './confirm';
import type { Operations } from './operations';

/** Commands that make backups and bring them back. */
export function registerBackUp(environments: Environments, operations: Operations): Disposable {
  return Disposable.from(
    commands.registerCommand('lockstep.backUp', async (given?: Given) => {
      const environment = await chosenEnvironment(environments, given, 'Back Up');
      if (environment === undefined) return;
      const end = await operations.run(`Backup of ${environment.environment}`, environment, { type: 'back-up' });
      if (end !== undefined) await operations.show(end);
    }),
    commands.registerCommand('lockstep.restoreBackup', async (given?: Given) => {
      const environment = await chosenEnvironment(environments, given, 'Restore Backup of');
      if (environment !== undefined) await restore(environment, environments, operations);
    }),
  );
}

async function restore(environment: EnvironmentParams, environments: Environments, operations: Operations): Promise<void> {
  const name = environment.environment;
  const list = await operations.run(`Backups of ${name}`, environment, { type: 'list-backups' });
  if (list === undefined) return;
  const { backups = [] } = list;
  if (list.state !== 'done' || backups.length === 0) return operations.show(list);
  const backup = await pickBackup(name, backups);
  if (backup === undefined) return;
  const place = await pickPlace(name);
  if (place === undefined) return;
  const run = (terms: Pick<RestoreOperation, 'isPreview' | 'confirmed'>) =>
    operations.run(`Restore of ${backup.name}`, environment, { type: 'restore', path: backup.path, ...place, ...terms });
  const look = await run({ isPreview: true, confirmed: null });
  if (look === undefined) return;
  await operations.show(look);
  if (look.state !== 'done') return;
  const confirmed = await confirmedFor(look, backup);
  if (confirmed === undefined) return;
  const end = await run({ isPreview: false, confirmed });
  // The tree says what is there now, and how many copies are kept.
  await (place.to === 'environment' ? environments.ask(environment) : environments.load());
  if (end !== undefined) await operations.show(end);
}

async function pickBackup(environment: string, backups: readonly ShownBackup[]): Promise<ShownBackup | undefined> {
  const items = backups.map((backup) => ({ label: backup.name, description: backup.words, detail: backup.holds, backup }));
  const title = `Lockstep: Restore a backup of ${environment}`;
  return (await window.showQuickPick(items, { title, placeHolder: 'Backup', matchOnDescription: true, matchOnDetail: true }))?.backup;
}

/** What was typed where something is lost, null where nothing had to be; undefined where somebody turns back. */
async function confirmedFor({ confirmation, words }: RestoreEnd, { name }: ShownBackup): Promise<string | null | undefined> {
  if (confirmation !== undefined) return typedName(confirmation, 'restore');
  const go = { label: `$(check) Restore ${name}` };
  const options = { title: 'Lockstep: Restore', placeHolder: words, ignoreFocusOut: true };
  return (await window.showQuickPick([go, { label: '$(close) Leave it' }], options)) === go ? null : undefined;
}

type Place = Pick<RestoreOperation, 'to' | 'isClean'>;

/** The safe place first. */
async function pickPlace(name: string): Promise<Place | undefined> {
  const items: readonly (QuickPickItem & Place)[] = [
    {
      label: '$(beaker) To a scratch database',
      detail: 'A new one beside it, to look at. Nothing that is there changes.',
      ...{ to: 'scratch', isClean: false },
    },
    {
      label: `$(database) To ${name}, which has to be empty`,
      detail: 'It is refused where anything is there.',
      ...{ to: 'environment', isClean: false },
    },
    {
      label: `$(warning) To ${name}, in place of what is there`,
      detail: 'What is there now is dropped, all rows that came behind the backup included.',
      ...{ to: 'environment', isClean: true },
    },
  ];
  const chosen = await window.showQuickPick(items, { title: 'Lockstep: Restore to', placeHolder: 'Where to', ignoreFocusOut: true });
  return chosen === undefined ? undefined : { to: chosen.to, isClean: chosen.isClean };
}
