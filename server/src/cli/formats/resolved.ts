import { assertNever } from '../../analysis/assert-never';
import type { ResolveAction, ResolveOutcome } from '../../deploy/resolve/outcome';
import { printable } from './printable';

export const resolveFormats = ['pretty', 'json'] as const;

/** What was asked for. */
export interface Asked {
  readonly environment: string;
  readonly action: ResolveAction;
  readonly migration: string;
}

export function formatResolved(format: (typeof resolveFormats)[number], asked: Asked, outcome: ResolveOutcome): string {
  switch (format) {
    case 'json': {
      const { state, ...rest } = outcome;
      return `${JSON.stringify({ version: 1, ...asked, outcome: state, ...rest }, null, 2)}\n`;
    }
    case 'pretty':
      return `${linesOf(asked, outcome).map(printable).join('\n')}\n`;
    default:
      return assertNever(format);
  }
}

function linesOf({ environment, action, migration }: Asked, outcome: ResolveOutcome): readonly string[] {
  switch (outcome.state) {
    case 'resolved':
      return [
        `${migration} is marked as ${action === 'applied' ? 'applied' : 'rolled back'} on ${environment}.`,
        ...outcome.overridden.map((text) => `Overridden: ${text}`),
        ...outcome.warnings,
      ];
    case 'refused':
      return [`Nothing was changed on ${environment}.`, ...outcome.reasons, outcome.help];
    case 'unreachable':
      return [outcome.problem.message, outcome.problem.help];
    case 'failed':
      return [outcome.message, ...outcome.output.split('\n').slice(-20)];
    case 'cancelled':
      return ['Cancelled before anything was changed.'];
    default:
      return assertNever(outcome);
  }
}
