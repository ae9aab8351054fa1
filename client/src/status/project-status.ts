import { type Disposable, LanguageStatusSeverity, languages } from 'vscode';
import type { ProjectStatus } from '../../../server/src/protocol';
import { runConfigCommand } from '../commands/run-config';
import { showOutputCommand } from '../commands/show-output';
import { analysedDocuments } from '../selector';
import type { Server, ServerState } from '../server';

/** What the analysis assumes: `PostgreSQL 15 · Prisma 7.10.1`, and what counts as history. */
export function createProjectStatus(server: Server): Disposable {
  const item = languages.createLanguageStatusItem('lockstep.project', analysedDocuments);
  item.name = 'Lockstep: Project';
  // What is not analysed is said here once, and is nothing to be warned of.
  item.severity = LanguageStatusSeverity.Information;

  function show(state: ServerState): void {
    const projects = state.kind === 'running' ? state.status.projects : [];
    const [first] = projects;
    const computes = projects.some((project) => project.configNote !== null);
    item.command = computes
      ? { title: 'Run the configuration', command: runConfigCommand }
      : { title: 'Show log', command: showOutputCommand };
    // Without a project there is nothing to assume: the other item says what is the matter.
    item.selector = first === undefined ? [] : analysedDocuments;
    if (first === undefined) return;
    if (projects.length === 1) {
      item.text = assumptions(first);
      item.detail = detailOf(first);
    } else {
      item.text = `${projects.length} Prisma projects`;
      item.detail = projects.map((project) => `${project.name}: ${assumptions(project)}, ${detailOf(project)}`).join(' · ');
    }
  }

  show(server.state());
  const listening = server.onDidChangeState(show);
  return { dispose: () => [listening, item].forEach((part) => void part.dispose()) };
}

function detailOf({ configNote, unsupported, history }: ProjectStatus): string {
  return configNote ?? unsupported ?? history;
}

function assumptions(project: ProjectStatus): string {
  return `${project.serverVersion} · Prisma ${project.prismaVersion ?? 'of unknown version'}`;
}
