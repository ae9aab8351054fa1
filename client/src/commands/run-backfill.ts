import { commands, type Disposable, ProgressLocation, StatusBarAlignment, Uri, window, workspace } from 'vscode';
import {
  type BackfillChange,
  type BackfillControl,
  type BackfillParams,
  type BackfillStarted,
  controlBackfill,
  type EnvironmentParams,
  startBackfillRequest,
} from '../../../server/src/protocol';
import { isTrusted } from '../deploy/trusted';
import { pickEnvironment } from '../environments/choose-environment';
import type { Environments } from '../environments/environments';
import type { Server } from '../server';

/** Pausing is not a part of the editor's progress messages: the status bar and the palette have it. */
const pauseCommand = 'lockstep.pauseBackfill';
const resumeCommand = 'lockstep.resumeBackfill';

/** Runs a `*.backfill.json` in an environment, with its progress as a notification that cancels it. */
export function registerRunBackfill(server: Server, environments: Environments): Disposable {
  /** The last one that was started: what pausing and going on are about. */
  let current: number | null = null;
  const item = window.createStatusBarItem('lockstep.backfill', StatusBarAlignment.Left);
  item.name = 'Lockstep: Backfill';

  const control = (action: BackfillControl['action'], id: number | null = current): void => {
    if (id !== null) server.notify(controlBackfill, { id, action } satisfies BackfillControl);
  };
  const show = ({ state, words }: BackfillChange): void => {
    const isPaused = state === 'paused';
    const runs = isPaused || state === 'running';
    void commands.executeCommand('setContext', 'lockstep.backfill', runs ? state : undefined);
    item.text = isPaused ? '$(debug-pause) Backfill paused' : '$(sync) Backfill';
    item.tooltip = `${words}\n${isPaused ? 'Go on' : 'Pause'}`;
    item.command = isPaused ? resumeCommand : pauseCommand;
    if (runs) item.show();
    else item.hide();
  };

  async function run(uri: Uri, environment: EnvironmentParams | null): Promise<BackfillChange | undefined> {
    const started = await server.request<BackfillStarted>(startBackfillRequest, {
      uri: uri.toString(),
      environment,
    } satisfies BackfillParams);
    if (started === undefined) return undefined;
    if (started.problem !== null) return void window.showWarningMessage(started.problem);
    const { id, target } = started;
    current = id;
    const title = `Backfill ${workspace.asRelativePath(uri)} on ${environment?.environment ?? target}`;
    const last = await window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, (progress, cancelled) => {
      cancelled.onCancellationRequested(() => control('cancel', id));
      let percent = 0;
      return new Promise<BackfillChange>((resolve) => {
        const listening = server.onDidChangeBackfill((change) => {
          if (change.id !== id) return;
          if (id === current) show(change);
          const increment = Math.max(0, (change.percent ?? percent) - percent);
          percent += increment;
          progress.report({ increment, message: change.state === 'paused' ? `paused · ${change.words}` : change.words });
          if (change.state === 'running' || change.state === 'paused') return;
          listening.dispose();
          resolve(change);
        });
      });
    });
    if (last.state === 'failed') void window.showErrorMessage(last.words);
    else void window.showInformationMessage(last.words);
    return last;
  }

  const parts: readonly Disposable[] = [
    item,
    commands.registerCommand('lockstep.runBackfill', async (given?: Uri, environment?: EnvironmentParams) => {
      if (!isTrusted()) return undefined;
      const uri = given instanceof Uri ? given : await pickFile();
      if (uri === undefined) return undefined;
      await environments.load();
      const chosen = environment ?? (environments.all().length === 0 ? null : await pickEnvironment(environments, 'Run Backfill'));
      return chosen === undefined ? undefined : run(uri, chosen);
    }),
    commands.registerCommand(pauseCommand, () => control('pause')),
    commands.registerCommand(resumeCommand, () => control('resume')),
  ];
  return { dispose: () => parts.forEach((part) => void part.dispose()) };
}

async function pickFile(): Promise<Uri | undefined> {
  const active = window.activeTextEditor?.document.uri;
  if (active !== undefined && /(^|[/.])backfill\.json$/.test(active.path)) return active;
  const found = await workspace.findFiles('**/{backfill.json,*.backfill.json}', '**/node_modules/**');
  if (found.length === 0) return void window.showInformationMessage('There is no *.backfill.json in this workspace.');
  const items = found.map((uri) => ({ label: workspace.asRelativePath(uri), uri }));
  return (await window.showQuickPick(items, { title: 'Lockstep: Run Backfill', placeHolder: 'Backfill' }))?.uri;
}
