import type { Connection } from 'vscode-languageserver';
import type { ServerSettings } from '../protocol';
import type { ClientSupport } from './client-support';

const defaultServerSettings: ServerSettings = {
  enable: true,
  codeLens: { enabled: true },
  postgresql: { version: null },
};

/** The settings of a folder or file, named by its URI, asked from the client where it answers such questions. */
export async function readServerSettings(connection: Connection, client: ClientSupport, uri: string): Promise<ServerSettings> {
  if (!client.configuration) return defaultServerSettings;
  const answer: unknown = await connection.workspace.getConfiguration({ scopeUri: uri, section: 'lockstep' });
  return toServerSettings(answer);
}

/** What a client sent, with the default for everything that is missing or of another type. */
function toServerSettings(value: unknown): ServerSettings {
  const enable = member(value, 'enable');
  const lens = member(member(value, 'codeLens'), 'enabled');
  const version = member(member(value, 'postgresql'), 'version');
  return {
    enable: typeof enable === 'boolean' ? enable : defaultServerSettings.enable,
    codeLens: { enabled: typeof lens === 'boolean' ? lens : defaultServerSettings.codeLens.enabled },
    postgresql: { version: typeof version === 'number' ? version : null },
  };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;
}
