import type { Connection, InitializeParams } from 'vscode-languageserver';
import type { ClientSupport } from './client-support';
import { pathOf, uriOf } from './paths';
import { readServerSettings } from './settings';
import type { Folder } from './workspace';

/** Paths of the folders that the client starts with. */
export function initialFolders({ workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri == null ? [] : [rootUri]);
  return uris.flatMap((uri) => pathOf(uri) ?? []);
}

/** The folders with the settings that hold in each. */
export async function withSettings(connection: Connection, client: ClientSupport, paths: readonly string[]): Promise<readonly Folder[]> {
  return Promise.all(paths.map(async (path) => ({ path, settings: await readServerSettings(connection, client, uriOf(path)) })));
}
