import { commands, type Disposable, window } from 'vscode';
import type { Reports } from '../documents/reports';

const showAnalysisCommand = 'lockstep.showAnalysis';

/** Shows every step from statement to finding as JSON: what a bug report needs. */
export function registerShowAnalysis(reports: Reports): Disposable {
  return commands.registerCommand(showAnalysisCommand, () =>
    reports.show({ kind: 'analysis', document: window.activeTextEditor?.document.uri }),
  );
}
