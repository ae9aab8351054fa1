import { commands, type Disposable, Uri, window } from 'vscode';
import {
  type CreateMigrationsParams,
  type CreateMigrationsResult,
  createMigrationsRequest,
  type GivenValue,
} from '../../../server/src/protocol';
import { askValues } from '../edits/ask-value';
import { makeOffered } from '../edits/offered-edit';
import { openDocument, tellUnsaved } from '../edits/saved-together';
import type { Server } from '../server';

export const createSafeMigrationCommand = 'lockstep.createSafeMigration';

const title = 'Lockstep: Create Safe Migration';

/** Writes the migrations for what the schema changes, as one edit: previewed first, and undone at once. */
export function registerCreateSafeMigration(server: Server): Disposable {
  return commands.registerCommand(createSafeMigrationCommand, async (given?: string) => {
    const uri = window.activeTextEditor?.document.uri.toString() ?? null;
    const ask = (name: string | null, values: readonly GivenValue[] = []) =>
      server.request<CreateMigrationsResult>(createMigrationsRequest, { uri, name, values } satisfies CreateMigrationsParams);
    const first = await ask(given ?? null);
    if (first === undefined) return;
    if (first.problem !== null && first.asks.length === 0) return void window.showWarningMessage(first.problem);
    const name = given ?? (await askForName(first));
    if (name === undefined) return;
    const values = given === undefined ? await askValues(server, { title, uri }, first.asks) : [];
    if (values === undefined) return;
    // The schema may have changed while the name was typed.
    const result = given === undefined ? await ask(name, values) : first;
    if (result === undefined) return;
    if (result.problem !== null) return void window.showWarningMessage(result.problem);
    await write(result, given === undefined);
  });
}

function askForName({ suggestion, files }: CreateMigrationsResult): Thenable<string | undefined> {
  return window.showInputBox({
    title,
    prompt: files.length === 1 ? 'Name of the migration' : `Name of the ${files.length} migrations`,
    value: suggestion ?? '',
    validateInput: (text) => (text.trim() === '' ? 'Say what changes.' : null),
  });
}

async function write({ files, left, sources }: CreateMigrationsResult, isPreviewed: boolean): Promise<void> {
  const edit = { label: 'Create safe migrations', description: null, creates: files, changes: [] };
  if (!(await makeOffered(edit, isPreviewed))) return;
  if (left.length > 0) void window.showInformationMessage(`Left as Prisma writes it: ${left.join(' ')}`);
  void tellUnsaved(sources.flatMap((uri) => openDocument(Uri.parse(uri).toString()) ?? []));
}
