import { commands, Disposable, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { type Environments, paramsOf } from '../environments/environments';
import { namedBy } from '../environments/named-environment';
import type { Given } from './chosen-environment';
import type { About, Operations } from './operations';
import { pickProject } from './pick-project';
import { isTrusted } from './trusted';

/** Commands that try pending migrations on a throw-away copy, and that remove what was left of one. */
export function registerRehearse(environments: Environments, operations: Operations): Disposable {
  return Disposable.from(
    commands.registerCommand('lockstep.rehearse', async (given?: Given) => {
      const about = isTrusted() ? (namedBy(given) ?? (await pickAbout(environments))) : undefined;
      if (about === undefined) return;
      const rows = await pickRows();
      if (rows === undefined) return;
      const end = await operations.run(`Rehearsal for ${about.environment ?? 'the history'}`, about, { type: 'rehearse', rows });
      if (end !== undefined) await operations.show(end);
    }),
    commands.registerCommand('lockstep.removeLeftovers', async () => {
      const root = isTrusted() ? await pickProject(environments, title) : undefined;
      if (root === undefined) return;
      await removeLeftovers({ root, environment: null }, operations);
      // The tree says how much there is.
      await environments.load();
    }),
  );
}

const title = 'Remove Copies';

async function removeLeftovers(about: About, operations: Operations): Promise<void> {
  const found = await operations.run('Leftovers of rehearsals', about, { type: 'list-leftovers' });
  if (found === undefined) return;
  const { leftovers = [], restored = [] } = found;
  if (leftovers.length + restored.length === 0) return operations.show(found);
  const items: readonly LeftItem[] = [
    ...(leftovers.length === 0 ? [] : [heading('Left of rehearsals')]),
    ...(leftovers.length === 0
      ? []
      : [{ label: leftovers.length === 1 ? '$(trash) Remove it' : `$(trash) Remove all ${leftovers.length}`, go: 'leftovers' } as const]),
    ...leftovers.map((label) => ({ label })),
    ...(restored.length === 0 ? [] : [heading('Restored from backups')]),
    ...restored.map(({ name, words }) => ({ label: `$(trash) Drop ${name}`, detail: words, drops: name })),
  ];
  const options = { title: `Lockstep: ${title}`, placeHolder: 'Only what Lockstep has made itself is here', ignoreFocusOut: true };
  const chosen = await window.showQuickPick(items, options);
  if (chosen?.go === 'leftovers') {
    const end = await operations.run('Removal of leftovers', about, { type: 'remove-leftovers' });
    if (end !== undefined) await operations.show(end);
  }
  if (chosen?.drops !== undefined) await dropRestored(about, chosen.drops, chosen.detail ?? chosen.drops, operations);
}

interface LeftItem extends QuickPickItem {
  readonly go?: 'leftovers';
  /** Name of the database that goes. */
  readonly drops?: string;
}

function heading(label: string): LeftItem {
  return { label, kind: QuickPickItemKind.Separator };
}

async function dropRestored(about: About, name: string, words: string, operations: Operations): Promise<void> {
  const drop = 'Drop';
  const detail = `The ${words}. The backup that it was made from stays.`;
  if ((await window.showWarningMessage(`Drop ${name}?`, { modal: true, detail }, drop)) !== drop) return;
  const end = await operations.run(`Drop of ${name}`, about, { type: 'drop-restored', name });
  if (end !== undefined) await operations.show(end);
}

/** An environment, or the history of a project alone. */
async function pickAbout(environments: Environments): Promise<About | undefined> {
  await environments.load();
  const projects = environments.projects();
  if (projects.length === 0) return void window.showInformationMessage('Lockstep found no Prisma project here.');
  const several = projects.length > 1;
  const items = [
    ...environments.all().map((one): QuickPickItem & { readonly about: About } => ({
      label: one.environment.name,
      description: [one.environment.kind, one.environment.target ?? 'no URL', ...(several ? [one.project.name] : [])].join(' · '),
      about: paramsOf(one),
    })),
    ...projects.map(({ root, name }): QuickPickItem & { readonly about: About } => ({
      label: several ? `The history of ${name}` : 'The history alone',
      description: 'what is not on the default branch, without any database',
      about: { root, environment: null },
    })),
  ];
  const title = 'Lockstep: Rehearse';
  return (await window.showQuickPick(items, { title, placeHolder: 'For which environment', matchOnDescription: true }))?.about;
}

/** How many rows are generated for each table. Undefined where somebody turns back. */
async function pickRows(): Promise<number | undefined> {
  const items: readonly (QuickPickItem & { readonly rows: number })[] = [
    { label: 'No generated rows', description: 'what the copy has', rows: 0 },
    ...[1_000, 10_000, 100_000].map((rows) => ({
      label: `${rows.toLocaleString('en-US')} rows a table`,
      description: 'made up, where the copy has none',
      rows,
    })),
  ];
  return (await window.showQuickPick(items, { title: 'Lockstep: Rehearse', placeHolder: 'Rows' }))?.rows;
}
