import { assertNever } from '../../analysis/assert-never';
import type { PullRequest } from '../../deploy/pull-request/pull-request';
import type { Snapshot } from '../../project/snapshot';
import { pullRequestJson } from './pull-request-json';
import { pullRequestMarkdown } from './pull-request-markdown';

export const reportFormats = ['markdown', 'json'] as const;

export interface ReportedProject {
  /** Of its folder, as people name it. */
  readonly path: string;
  readonly snapshot: Snapshot;
  readonly pullRequest: PullRequest;
}

export function formatPullRequests(format: (typeof reportFormats)[number], projects: readonly ReportedProject[], from: string): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify({ version: 1, projects: projects.map((project) => pullRequestJson(project, from)) }, null, 2)}\n`;
    case 'markdown':
      return projects.map((project) => pullRequestMarkdown(project)).join('\n');
    default:
      return assertNever(format);
  }
}
