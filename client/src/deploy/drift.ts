import { commands, type Disposable, type QuickPickItem, Uri, window, workspace } from 'vscode';
import type { DriftAgainst, DriftEnd, DriftRemedy, EnvironmentParams } from '../../../server/src/protocol';
import { makeOffered } from '../edits/offered-edit';
import type { Environments } from '../environments/environments';
import { chosenEnvironment, type Given } from './chosen-environment';
import type { Operations } from './operations';

/** Shows what a database has and the project does not, as a document, in the diff editor, and what can be done about it. */
export function registerDrift(environments: Environments, operations: Operations): Disposable {
  return commands.registerCommand('lockstep.showDrift', async (given?: Given) => {
    const environment = await chosenEnvironment(environments, given, 'Show Drift');
    if (environment === undefined) return;
    const against = await pickSide();
    if (against === undefined) return;
    const end = await operations.run(`Drift of ${environment.environment}`, environment, { type: 'drift', against });
    if (end === undefined) return;
    await operations.show(end);
    if (end.state === 'done' && (end.differences ?? []).length > 0) await goOn(environment, against, end, operations);
  });
}

async function pickSide(): Promise<DriftAgainst | undefined> {
  const items: readonly (QuickPickItem & { readonly against: DriftAgainst })[] = [
    { label: 'Against the applied migrations', description: 'what somebody has changed by hand', against: 'history' },
    { label: 'Against the edited schema', description: 'what is still to be migrated too', against: 'schema' },
  ];
  return (await window.showQuickPick(items, { title: 'Lockstep: Show Drift', placeHolder: 'Compare the database' }))?.against;
}

type Next = { readonly type: 'compare' } | { readonly type: 'ignore' } | { readonly type: 'remedy'; readonly remedy: DriftRemedy };

async function goOn(environment: EnvironmentParams, against: DriftAgainst, end: DriftEnd, operations: Operations): Promise<void> {
  const name = environment.environment;
  const items: readonly (QuickPickItem & { readonly next: Next })[] = [
    ...(end.sides === undefined ? [] : [{ label: '$(diff) Compare side by side', next: { type: 'compare' } as const }]),
    {
      label: '$(new-file) Adopt it into a migration…',
      description: 'the project gets what the database has more',
      next: { type: 'remedy', remedy: { type: 'adopt' } },
    },
    {
      label: '$(discard) Show the SQL that puts the database back',
      description: 'it is shown, and not carried out',
      next: { type: 'remedy', remedy: { type: 'put-back' } },
    },
    { label: '$(eye-closed) Ignore objects…', description: 'lockstep.json names them', next: { type: 'ignore' } },
  ];
  const chosen = await window.showQuickPick(items, { title: `Lockstep: Drift of ${name}`, placeHolder: end.words, ignoreFocusOut: true });
  switch (chosen?.next.type) {
    case undefined:
      return;
    case 'compare':
      return compare(name, end, operations);
    case 'ignore': {
      const objects = await pickObjects(end);
      return objects === undefined ? undefined : remedy(environment, against, { type: 'ignore', objects }, operations);
    }
    case 'remedy':
      return remedy(environment, against, chosen.next.remedy, operations);
  }
}

async function compare(name: string, { sides }: DriftEnd, { documents }: Operations): Promise<void> {
  if (sides === undefined) return;
  const [left, right] = [documents.keep(sides.expected, 'prisma.txt'), documents.keep(sides.database, 'prisma.txt')];
  await commands.executeCommand('vscode.diff', left, right, `Drift of ${name}: expected ↔ database`);
}

async function pickObjects({ differences = [] }: DriftEnd): Promise<readonly string[] | undefined> {
  const items = differences.map(({ object, words }) => ({ label: object, description: words }));
  const chosen = await window.showQuickPick(items, {
    title: 'Lockstep: Ignore',
    placeHolder: 'Objects that are not drift',
    canPickMany: true,
  });
  return chosen === undefined || chosen.length === 0 ? undefined : [...new Set(chosen.map(({ label }) => label))];
}

async function remedy(environment: EnvironmentParams, against: DriftAgainst, one: DriftRemedy, operations: Operations): Promise<void> {
  const end = await operations.run(`What to do about the drift of ${environment.environment}`, environment, {
    type: 'drift-remedy',
    against,
    remedy: one,
  });
  if (end === undefined) return;
  const unsaved = end.edit?.changes.find(({ uri }) => isUnsaved(uri));
  if (unsaved !== undefined)
    return void window.showWarningMessage(`${workspace.asRelativePath(Uri.parse(unsaved.uri))} has unsaved changes: save it first.`);
  if (end.edit !== undefined && !(await makeOffered(end.edit))) return;
  await operations.show(end);
}

function isUnsaved(uri: string): boolean {
  return workspace.textDocuments.some((document) => document.isDirty && document.uri.toString() === Uri.parse(uri).toString());
}
