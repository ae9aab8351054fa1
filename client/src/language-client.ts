import type { ExtensionContext, LogOutputChannel } from 'vscode';
import { CloseAction, ErrorAction, LanguageClient, RevealOutputChannelOn, TransportKind } from 'vscode-languageclient/node';
import { clientCommands, type InitializationOptions } from '../../server/src/protocol';
import { resolveWhole } from './edits/resolved-action';
import { analysedDocuments } from './selector';

/** The server is started again after a crash, unless it crashes this often within `crashWindow` milliseconds. */
const crashLimit = 4;
const crashWindow = 180_000;

export interface LanguageClientParts {
  readonly context: ExtensionContext;
  readonly output: LogOutputChannel;
  readonly trusted: boolean;
  /** Called when the server is not started again, with a sentence for the user. */
  readonly onGivenUp: (reason: string) => void;
}

/** A client that never opens anything by itself: what goes wrong is in the output channel and in the status item. */
export function createLanguageClient({ context, output, trusted, onGivenUp }: LanguageClientParts): LanguageClient {
  const module = context.asAbsolutePath('dist/server.js');
  const initializationOptions: InitializationOptions = { commands: true, trusted };
  const client: LanguageClient = new QuietLanguageClient(
    'lockstep',
    'Lockstep',
    {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--enable-source-maps', '--inspect=6123'] } },
    },
    {
      documentSelector: [...analysedDocuments],
      diagnosticCollectionName: 'lockstep',
      outputChannel: output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions,
      middleware: { resolveCodeAction: resolveWhole(() => client) },
      // Hovers link to the pages of rules, which this extension renders itself.
      markdown: { isTrusted: { enabledCommands: [clientCommands.showRulePage] } },
      initializationFailedHandler: (error) => {
        onGivenUp(`The language server refused to start: ${error.message}`);
        return false;
      },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: restartUnlessFrequent(onGivenUp),
      },
    },
  );
  return client;
}

/** The library shows some errors as notifications whatever it is told. Here they are logged. */
class QuietLanguageClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

function restartUnlessFrequent(onGivenUp: (reason: string) => void) {
  let crashes: readonly number[] = [];
  return () => {
    const now = Date.now();
    crashes = [...crashes.filter((time) => now - time < crashWindow), now];
    if (crashes.length <= crashLimit) return { action: CloseAction.Restart, handled: true };
    onGivenUp(`The language server ended ${crashes.length} times within ${crashWindow / 60_000} minutes.`);
    return { action: CloseAction.DoNotRestart, handled: true };
  };
}
