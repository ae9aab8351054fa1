import { commands, type TextDocumentShowOptions, type Uri, ViewColumn, window } from 'vscode';

/** Renders a Markdown document beside the text that is being edited; in its place where that is no text. */
export async function showPreview(uri: Uri): Promise<void> {
  const beside = window.activeTextEditor !== undefined;
  await commands.executeCommand(beside ? 'markdown.showPreviewToSide' : 'markdown.showPreview', uri);
}

/** The editor of Markdown that shows it rendered; part of VS Code. */
const renderedMarkdown = 'vscode.markdown.preview.editor';

/** The same, and the keyboard stays where it is: with a question that is asked about the document, which may be drawn later than the question. */
export async function showPage(uri: Uri): Promise<void> {
  const viewColumn = window.activeTextEditor === undefined ? ViewColumn.Active : ViewColumn.Beside;
  await commands.executeCommand('vscode.openWith', uri, renderedMarkdown, {
    preserveFocus: true,
    viewColumn,
  } satisfies TextDocumentShowOptions);
}
