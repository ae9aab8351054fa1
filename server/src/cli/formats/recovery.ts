import { assertNever } from '../../analysis/assert-never';
import { recoveryPage } from '../../deploy/recovery/page';
import type { Recovery } from '../../deploy/recovery/recovery';
import type { Style } from '../color';
import { recoveryPretty } from './recovery-pretty';

export const recoveryFormats = ['pretty', 'json', 'markdown'] as const;

export function formatRecovery(format: (typeof recoveryFormats)[number], recovery: Recovery, style: Style): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify({ version: 1, ...recovery }, null, 2)}\n`;
    case 'markdown':
      return recoveryPage(recovery);
    case 'pretty':
      return recoveryPretty(recovery, style);
    default:
      return assertNever(format);
  }
}
