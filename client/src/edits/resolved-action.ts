import { CodeActionResolveRequest, type LanguageClient, type Middleware } from 'vscode-languageclient/node';
import { documentsBefore, editMadeCommand } from './saved-together';
import { editedFiles, withWholeFiles } from './whole-files';

/** Resolves quick fixes so that the files which they create are on the disk at once, whole, with the documents that belong to them. */
export function resolveWhole(client: () => LanguageClient): NonNullable<Middleware['resolveCodeAction']> {
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
      return Object.assign(action, { command: { title: action.title, command: editMadeCommand, arguments: [created, before] } });
    } catch (error) {
      return client().handleFailedRequest(CodeActionResolveRequest.type, token, error, item);
    }
  };
}
