import { commands, type Disposable, Uri, window } from 'vscode';
import {
  type GivenValue,
  type MigrationsResult,
  migrationsRequest,
  type RevertParams,
  type RevertResult,
  revertRequest,
} from '../../../server/src/protocol';
import { askValues } from '../edits/ask-value';
import { makeOffered } from '../edits/offered-edit';
import type { Server } from '../server';

export const createRevertMigrationCommand = 'lockstep.createRevertMigration';

const title = 'Lockstep: Create Revert Migration';

/** Writes the migration that undoes another one: that of the menu or the active editor, else one that is picked. `isPreviewed`: for tests. */
export function registerCreateRevertMigration(server: Server): Disposable {
  return commands.registerCommand(createRevertMigrationCommand, async (given?: Uri, isPreviewed = true) => {
    const uri = given instanceof Uri ? given.toString() : await pickMigration(server);
    if (uri === undefined) return;
    const ask = (values: readonly GivenValue[]) => server.request<RevertResult>(revertRequest, { uri, values } satisfies RevertParams);
    const first = await ask([]);
    if (first === undefined) return;
    if (first.problem !== null && first.asks.length === 0) return void window.showWarningMessage(first.problem);
    const values = first.asks.length === 0 || !isPreviewed ? [] : await askValues(server, { title, uri }, first.asks);
    if (values === undefined) return;
    const result = values.length === 0 ? first : await ask(values);
    if (result === undefined) return;
    if (result.problem !== null) return void window.showWarningMessage(result.problem);
    if (result.edit === null || !(await makeOffered(result.edit, isPreviewed)) || result.notes.length === 0) return;
    void window.showInformationMessage(result.notes.join(' '));
  });
}

async function pickMigration(server: Server): Promise<string | undefined> {
  const active = window.activeTextEditor?.document.uri;
  if (active?.path.endsWith('/migration.sql') === true) return active.toString();
  const found = await server.request<MigrationsResult>(migrationsRequest, { uri: active?.toString() ?? null });
  if (found === undefined) return undefined;
  if (found.problem !== null) return void window.showWarningMessage(found.problem);
  const items = found.migrations.map(({ name, uri, state }) => ({ label: name, description: state === 'history' ? '' : state, uri }));
  return (await window.showQuickPick(items, { title, placeHolder: 'Migration to revert' }))?.uri;
}
