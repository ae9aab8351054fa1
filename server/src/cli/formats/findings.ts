import { assertNever } from '../../analysis/assert-never';
import type { Style } from '../color';
import type { LintResult } from '../lint-result';
import { formatGithub } from './github';
import { formatGitlab } from './gitlab';
import { formatJson } from './json';
import { formatMarkdown } from './markdown';
import { formatPretty } from './pretty';
import { formatSarif } from './sarif';

export const findingFormats = ['pretty', 'json', 'sarif', 'github', 'gitlab', 'markdown'] as const;

export type FindingFormat = (typeof findingFormats)[number];

/** @param milliseconds How long the command has worked, for people. */
export function formatFindings(format: FindingFormat, result: LintResult, style: Style, milliseconds: number): string {
  switch (format) {
    case 'pretty':
      return formatPretty(result, style, milliseconds);
    case 'json':
      return formatJson(result);
    case 'sarif':
      return formatSarif(result);
    case 'github':
      return formatGithub(result);
    case 'gitlab':
      return formatGitlab(result);
    case 'markdown':
      return formatMarkdown(result);
    default:
      return assertNever(format);
  }
}
