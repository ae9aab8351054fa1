import { byteWords } from '../../analysis/statistics/size-words';
import type { BackupEvent } from './outcome';

/** A line for a log; null for what only a progress shows. */
export function backupLine(event: BackupEvent): string | null {
  switch (event.type) {
    case 'began':
      return `${event.what}: ${event.target}${event.total === null ? '' : `, ${byteWords(event.total)}`}`;
    case 'step':
      return event.text;
    case 'warning':
      return `warning: ${event.text}`;
    case 'progress':
      return null;
  }
}
