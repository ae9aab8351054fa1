import { URI } from 'vscode-uri';

/** Path of a `file:` URI; null for every other scheme. Clients spell the same URI differently, so paths are what is compared. */
export function pathOf(uri: string): string | null {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' ? parsed.fsPath : null;
}

/** The URI of a file in the spelling that VS Code uses. */
export function uriOf(path: string): string {
  return URI.file(path).toString();
}
