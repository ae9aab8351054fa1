import { type CancellationToken, Disposable, type Progress, ProgressLocation, window } from 'vscode';
import {
  type Operation,
  type OperationEnd,
  type OperationEvent,
  type OperationParams,
  type OperationResults,
  operationRequest,
} from '../../../server/src/protocol';
import { createKeptDocuments, type KeptDocuments } from '../documents/kept-documents';
import { showPage } from '../documents/preview';
import type { Server } from '../server';
import { createDeployLog, type DeployLog } from './deploy-log';

/** What an operation is about. */
export interface About {
  readonly root: string;
  readonly environment: string | null;
}

export interface Operations extends Disposable {
  /**
   * Runs one with its progress as a notification that cancels it, and its steps in the log. Undefined where it has not begun because the server does not run.
   * `title`: `Rehearse production`.
   */
  readonly run: <Asked extends Operation>(
    title: string,
    about: About,
    operation: Asked,
  ) => Promise<OperationResults[Asked['type']] | undefined>;
  /** Opens what an operation has written; else says what came of it. */
  readonly show: (end: OperationEnd) => Promise<void>;
  readonly documents: KeptDocuments;
  readonly log: DeployLog;
}

export function createOperations(server: Server): Operations {
  const log = createDeployLog();
  const documents = createKeptDocuments();
  let started = 0;

  async function run<Asked extends Operation>(title: string, { root, environment }: About, operation: Asked) {
    const params: OperationParams<Asked> = { token: `${++started}`, root, environment, operation };
    log.line(title);
    const options = { location: ProgressLocation.Notification, title: `Lockstep: ${title}`, cancellable: true };
    const end = await window.withProgress(options, (progress, cancelled) => followed(params, progress, cancelled));
    if (end === undefined) void window.showWarningMessage('Lockstep does not run; its status item says why.');
    else log.line(`${title}: ${end.words}`);
    return end;
  }

  async function followed<Asked extends Operation>(
    params: OperationParams<Asked>,
    progress: Progress<{ message?: string; increment?: number }>,
    cancelled: CancellationToken,
  ): Promise<OperationResults[Asked['type']] | undefined> {
    let percent = 0;
    const parts = Disposable.from(
      server.onDidTellOfOperation((event) => {
        if (event.token !== params.token) return;
        if (event.isStep) log.line(event.text);
        const increment = Math.max(0, percentOf(event) - percent);
        percent += increment;
        progress.report({ message: event.text, increment });
      }),
      // The notification goes at once; what it has cancelled may still have to be ended.
      cancelled.onCancellationRequested(() => {
        log.line('Cancelling');
        void window.withProgress({ location: ProgressLocation.Window, title: 'Lockstep: cancelling' }, () => answer.then(ignore, ignore));
      }),
    );
    const answer = server.request<OperationResults[Asked['type']]>(operationRequest, params, cancelled);
    try {
      return await answer;
    } finally {
      parts.dispose();
    }
  }

  return {
    run,
    show: async (end) => {
      if (end.document !== null) return showPage(documents.keep(end.document));
      void (end.state === 'done' ? window.showInformationMessage(end.words) : window.showWarningMessage(end.words));
    },
    documents,
    log,
    dispose: () => {
      log.dispose();
      documents.dispose();
    },
  };
}

function percentOf({ done, total }: OperationEvent): number {
  return done === null || total === null || total === 0 ? 0 : Math.min(100, (100 * done) / total);
}

function ignore(): void {}
