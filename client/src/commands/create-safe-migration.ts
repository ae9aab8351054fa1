import { commands, type Disposable, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { type CreateMigrationsParams, type CreateMigrationsResult, createMigrationsRequest } from '../../../server/src/protocol';
import type { Server } from '../server';

export const createSafeMigrationCommand = 'lockstep.createSafeMigration';

/** Writes the migrations for what the schema changes, as one edit: previewed first, and undone at once. */
export function registerCreateSafeMigration(server: Server): Disposable {
  return commands.registerCommand(createSafeMigrationCommand, async (given?: string) => {
    const uri = window.activeTextEditor?.document.uri.toString() ?? null;
    const ask = (name: string | null) =>
      server.request<CreateMigrationsResult>(createMigrationsRequest, { uri, name } satisfies CreateMigrationsParams);
    const first = await ask(given ?? null);
    if (first === undefined) return;
    if (first.problem !== null) return void window.showWarningMessage(first.problem);
    const name = given ?? (await askForName(first));
    if (name === undefined) return;
    // The schema may have changed while the name was typed.
    const result = given === undefined ? await ask(name) : first;
    if (result === undefined) return;
    if (result.problem !== null) return void window.showWarningMessage(result.problem);
    await write(result, given === undefined);
  });
}

function askForName({ suggestion, files }: CreateMigrationsResult): Thenable<string | undefined> {
  return window.showInputBox({
    title: 'Lockstep: Create Safe Migration',
    prompt: files.length === 1 ? 'Name of the migration' : `Name of the ${files.length} migrations`,
    value: suggestion ?? '',
    validateInput: (text) => (text.trim() === '' ? 'Say what changes.' : null),
  });
}

async function write({ files, left }: CreateMigrationsResult, isPreviewed: boolean): Promise<void> {
  const edit = new WorkspaceEdit();
  const metadata = { label: 'Create safe migrations', needsConfirmation: isPreviewed };
  for (const { uri, text } of files) {
    edit.createFile(Uri.parse(uri), { contents: new TextEncoder().encode(text), overwrite: false, ignoreIfExists: false }, metadata);
  }
  const isWritten = await workspace.applyEdit(edit);
  if (!isWritten) return;
  const [first] = files;
  if (first !== undefined) await window.showTextDocument(Uri.parse(first.uri));
  if (left.length > 0) void window.showInformationMessage(`Left as Prisma writes it: ${left.join(' ')}`);
}
