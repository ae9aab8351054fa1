import { randomUUID } from 'node:crypto';
import { commands, type Disposable } from 'vscode';
import { CodeActionResolveRequest, type LanguageClient, type Middleware } from 'vscode-languageclient/node';
import { type DocumentBefore, documentsBefore, editMadeCommand } from './saved-together';
import { editedFiles, withWholeFiles } from './whole-files';

/** Resolves quick fixes so that the files which they create are on the disk at once, whole, with the documents that belong to them. */
export function resolveWhole(client: () => LanguageClient): NonNullable<Middleware['resolveCodeAction']> {
  const commandFor = commandsWithoutArguments();
  return async (item, token) => {
    const { code2ProtocolConverter, protocol2CodeConverter } = client();
    try {
      const resolved = await client().sendRequest(CodeActionResolveRequest.type, code2ProtocolConverter.asCodeActionSync(item), token);
      if (token.isCancellationRequested) return item;
      const { edit } = resolved;
      if (edit === undefined) return protocol2CodeConverter.asCodeAction(resolved, token);
      const action = await protocol2CodeConverter.asCodeAction({ ...resolved, edit: withWholeFiles(edit) }, token);
      const { created, changed } = editedFiles(edit);
      if (created.length === 0 || action.command !== undefined) return action;
      const before = await documentsBefore(changed);
      return Object.assign(action, { command: { title: action.title, command: commandFor(created, before) } });
    } catch (error) {
      return client().handleFailedRequest(CodeActionResolveRequest.type, token, error, item);
    }
  };
}

/** Actions that are resolved and not chosen yet: more than a menu shows. */
const remembered = 50;

/**
 * A command of its own for each action. VS Code forgets the arguments of an action's command when the menu is closed, which on a busy machine is before
 * a large edit is made and the command runs.
 * Source: https://github.com/microsoft/vscode/blob/main/src/vs/workbench/api/common/extHostCommands.ts (CommandsConverter)
 */
function commandsWithoutArguments(): (created: readonly string[], before: readonly DocumentBefore[]) => string {
  const registered: Disposable[] = [];
  return (created, before) => {
    // A server that is started again has a client of its own, and the commands of the one before are still there.
    const id = `${editMadeCommand}.${randomUUID()}`;
    registered.push(commands.registerCommand(id, () => commands.executeCommand(editMadeCommand, created, before)));
    if (registered.length > remembered) registered.shift()?.dispose();
    return id;
  };
}
