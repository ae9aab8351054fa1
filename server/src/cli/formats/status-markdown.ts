import { statusTables } from '../../deploy/status/markdown';
import type { ProjectStatus } from './status';

/** For a comment on a pull request, or the summary of a pipeline. */
export function statusMarkdown(projects: readonly ProjectStatus[]): string {
  const sections = projects.map(({ path, environments }) => (projects.length === 1 ? '' : `### ${path}\n\n`) + statusTables(environments));
  return `## Migrations\n\n${sections.join('\n')}`;
}
