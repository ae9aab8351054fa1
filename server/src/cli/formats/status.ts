import { assertNever } from '../../analysis/assert-never';
import type { EnvironmentStatus } from '../../deploy/status/status';
import type { Project } from '../../project/project';
import type { Style } from '../color';
import { statusMarkdown } from './status-markdown';
import { statusPretty } from './status-pretty';

export const statusFormats = ['pretty', 'json', 'markdown'] as const;

/** What is known of the environments of one project. */
export interface ProjectStatus {
  /** Of its folder, as people name it. */
  readonly path: string;
  readonly project: Project;
  readonly environments: readonly EnvironmentStatus[];
}

export function formatStatus(format: (typeof statusFormats)[number], projects: readonly ProjectStatus[], style: Style): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify({ version: 1, environments: projects.flatMap(({ environments }) => environments) }, null, 2)}\n`;
    case 'markdown':
      return statusMarkdown(projects);
    case 'pretty':
      return projects.map((project) => statusPretty(project, style)).join('\n');
    default:
      return assertNever(format);
  }
}
