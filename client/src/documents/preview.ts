import { commands, type Uri, window } from 'vscode';

/** Renders a Markdown document beside the text that is being edited; in its place where that is no text. */
export async function showPreview(uri: Uri): Promise<void> {
  const beside = window.activeTextEditor !== undefined;
  await commands.executeCommand(beside ? 'markdown.showPreviewToSide' : 'markdown.showPreview', uri);
}
