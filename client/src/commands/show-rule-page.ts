import { commands, type Disposable, type ExtensionContext, Uri, window, workspace } from 'vscode';
import { clientCommands } from '../../../server/src/protocol';
import { showPreview } from '../documents/preview';

/** Renders `docs/rules/<id>.md` of the extension. Without an argument: asks which. */
export function registerShowRulePage(context: ExtensionContext): Disposable {
  const folder = Uri.joinPath(context.extensionUri, 'docs', 'rules');
  return commands.registerCommand(clientCommands.showRulePage, async (rule?: string) => {
    const id = rule ?? (await window.showQuickPick(listRules(folder), { title: 'Lockstep: Show Rule Page', placeHolder: 'Rule' }));
    if (id === undefined) return;
    await showPreview(Uri.joinPath(folder, `${id}.md`));
  });
}

async function listRules(folder: Uri): Promise<string[]> {
  const entries = await workspace.fs.readDirectory(folder);
  return entries.flatMap(([name]) => (name.endsWith('.md') ? [name.slice(0, -'.md'.length)] : [])).sort();
}
