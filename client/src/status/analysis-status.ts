import { type Disposable, LanguageStatusSeverity, languages } from 'vscode';
import type { Status } from '../../../server/src/protocol';
import { lintAllCommand } from '../commands/lint-all';
import { restartCommand } from '../commands/restart';
import { analysedDocuments } from '../selector';
import type { Server, ServerState } from '../server';
import { counted, sum } from './wording';

/** How much was read and what of it could not be: `Lockstep: 214 migrations read, 1 pending, 2 statements not analysed`. */
export function createAnalysisStatus(server: Server): Disposable {
  const item = languages.createLanguageStatusItem('lockstep.analysis', analysedDocuments);
  item.name = 'Lockstep: Analysis';

  function show(state: ServerState): void {
    item.busy = state.kind === 'starting' || (state.kind === 'running' && state.status.state === 'busy');
    item.severity = state.kind === 'failed' ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
    item.command =
      state.kind === 'failed' ? { title: 'Restart', command: restartCommand } : { title: 'Show findings', command: lintAllCommand };
    switch (state.kind) {
      case 'starting':
        item.text = 'Lockstep starts';
        item.detail = '';
        return;
      case 'failed':
        item.text = 'Lockstep does not run';
        item.detail = state.reason;
        return;
      case 'running':
        item.text = `Lockstep ${state.version}: ${coverage(state.status)}`;
        item.detail = findings(state.status);
    }
  }

  show(server.state());
  const listening = server.onDidChangeState(show);
  return { dispose: () => [listening, item].forEach((part) => void part.dispose()) };
}

function coverage({ projects }: Status): string {
  if (projects.length === 0) return 'no Prisma project found';
  if (projects.every(({ unsupported }) => unsupported !== null)) return 'nothing analysed';
  const migrations = sum(projects, (project) => project.migrations);
  const pending = sum(projects, (project) => project.pending);
  const unanalysed = sum(projects, (project) => project.unanalysed);
  const parts = [`${counted(migrations, 'migration')} read`, `${pending} pending`];
  return [...parts, ...(unanalysed > 0 ? [`${counted(unanalysed, 'statement')} not analysed`] : [])].join(', ');
}

function findings({ projects }: Status): string {
  const errors = sum(projects, (project) => project.findings.error);
  const warnings = sum(projects, (project) => project.findings.warning);
  if (projects.every(({ unsupported }) => unsupported !== null)) return '';
  return errors + warnings === 0 ? 'nothing found in what is pending' : `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
}
