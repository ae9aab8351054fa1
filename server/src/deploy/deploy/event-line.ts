import { timeWords } from '../../analysis/wording/time-words';
import { backupLine } from '../backup/event-line';
import type { DeployEvent } from './outcome';

/** An event as a line of a log; null for what only a progress shows. */
export function eventLine(event: DeployEvent): string | null {
  switch (event.type) {
    case 'step':
    case 'waiting':
      return event.text;
    case 'check':
      return `${event.result.state}: ${event.result.title}. ${event.result.evidence}`;
    case 'backup':
      return backupLine(event.event);
    case 'migration-began':
      return `${event.migration} begins`;
    case 'migration-ended':
      return `${event.migration} ${event.state}${event.milliseconds === null ? '' : ` after ${timeWords(event.milliseconds)}`}`;
    case 'output':
      return event.text;
    case 'warning':
      return `warning: ${event.text}`;
  }
}
