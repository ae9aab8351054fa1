import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';

/** What the client at the other end can do, asked once. */
export interface ClientSupport {
  /** Asks for diagnostics itself (3.17); otherwise they are published. */
  readonly pull: boolean;
  /** Diagnostics may name other places. */
  readonly relatedInformation: boolean;
  readonly refreshDiagnostics: boolean;
  readonly refreshLenses: boolean;
  readonly watchFiles: boolean;
  /** Watched files may be outside the workspace: the repository around it. */
  readonly watchOutside: boolean;
  readonly configuration: boolean;
  readonly configurationChanges: boolean;
  readonly workspaceFolders: boolean;
  readonly showDocument: boolean;
  /** Edits of code actions may be computed when one is chosen. */
  readonly resolveActions: boolean;
  readonly documentChanges: boolean;
  /** Edits may create files. */
  readonly createFiles: boolean;
  /** Edits may say what they are, and ask for confirmation. */
  readonly annotations: boolean;
  /** Edits may hold a placeholder to type over (3.18). */
  readonly snippetEdits: boolean;
  readonly markdown: boolean;
  /** It is our own client, which has the commands of `clientCommands`. */
  readonly commands: boolean;
}

export function clientSupport(params: InitializeParams): ClientSupport {
  const { workspace, textDocument, window }: ClientCapabilities = params.capabilities;
  return {
    pull: textDocument?.diagnostic !== undefined,
    relatedInformation: (textDocument?.diagnostic ?? textDocument?.publishDiagnostics)?.relatedInformation === true,
    refreshDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshLenses: workspace?.codeLens?.refreshSupport === true,
    watchFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    watchOutside: workspace?.didChangeWatchedFiles?.relativePatternSupport === true,
    configuration: workspace?.configuration === true,
    configurationChanges: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    showDocument: window?.showDocument?.support === true,
    resolveActions: textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    createFiles:
      workspace?.workspaceEdit?.documentChanges === true && workspace.workspaceEdit.resourceOperations?.includes('create') === true,
    annotations: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    snippetEdits: workspace?.workspaceEdit?.snippetEditSupport === true,
    markdown: textDocument?.hover?.contentFormat?.includes('markdown') !== false,
    commands: optionOf(params.initializationOptions, 'commands') === true,
  };
}

/** A member of the initialization options, whatever a client sent. */
export function optionOf(options: unknown, name: string): unknown {
  return typeof options === 'object' && options !== null ? Object.entries(options).find(([key]) => key === name)?.[1] : undefined;
}
