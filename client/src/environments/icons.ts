import { ThemeColor, ThemeIcon } from 'vscode';
import type { EnvironmentState, ShownMigration } from '../../../server/src/protocol';

/** An icon never stands alone: the description beside it says the same in words. */
export function environmentIcon(state: EnvironmentState['state'] | 'asking' | 'not-asked'): ThemeIcon {
  switch (state) {
    case 'not-asked':
      return new ThemeIcon('database');
    case 'asking':
      return new ThemeIcon('loading~spin');
    case 'up-to-date':
      return new ThemeIcon('pass', new ThemeColor('testing.iconPassed'));
    case 'pending':
      return new ThemeIcon('circle-outline');
    case 'failed':
      return new ThemeIcon('error', new ThemeColor('list.errorForeground'));
    case 'edited':
    case 'missing':
    case 'unmanaged':
      return new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
    case 'unreachable':
    case 'invalid':
      return new ThemeIcon('debug-disconnect');
  }
}

export function migrationIcon(state: ShownMigration['state']): ThemeIcon {
  switch (state) {
    case 'applied':
      return new ThemeIcon('check');
    case 'pending':
      return new ThemeIcon('circle-outline');
    case 'failed':
      return new ThemeIcon('error', new ThemeColor('list.errorForeground'));
    case 'rolled-back':
      return new ThemeIcon('discard');
    case 'edited':
      return new ThemeIcon('edit', new ThemeColor('list.warningForeground'));
    case 'missing':
      return new ThemeIcon('question', new ThemeColor('list.warningForeground'));
  }
}
