import { rehearsalMarkdown } from '../../deploy/rehearsal/markdown';
import type { RehearsalOutcome } from '../../deploy/rehearsal/outcome';
import type { Style } from '../color';
import { rehearsalPretty } from './rehearsal-pretty';

export const rehearsalFormats = ['pretty', 'json', 'markdown'] as const;

export function formatRehearsal(
  format: (typeof rehearsalFormats)[number],
  outcome: RehearsalOutcome,
  environment: string | null,
  style: Style,
): string {
  switch (format) {
    case 'pretty':
      return rehearsalPretty(outcome, style);
    case 'markdown':
      return rehearsalMarkdown(outcome, `Rehearsal for ${environment ?? 'the migrations of this branch'}`);
    case 'json':
      return `${JSON.stringify(asJson(outcome, environment), null, 2)}\n`;
  }
}

/** The object of `--format json`: what every outcome has, and null where there is nothing. */
function asJson(outcome: RehearsalOutcome, environment: string | null): object {
  const done = outcome.outcome === 'passed' || outcome.outcome === 'failed' ? outcome : null;
  return {
    version: 1,
    environment,
    outcome: outcome.outcome,
    error: outcome.outcome === 'impossible' ? outcome.problem : null,
    left: 'left' in outcome ? outcome.left : null,
    path: done?.path ?? null,
    rehearsal: done?.rehearsal ?? null,
  };
}
