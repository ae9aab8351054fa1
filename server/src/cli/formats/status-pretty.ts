import { detailsOf, matrixOf } from '../../deploy/status/matrix';
import type { EnvironmentState } from '../../deploy/status/status';
import { environmentWords } from '../../deploy/status/words';
import type { Style } from '../color';
import { printable } from './printable';
import type { ProjectStatus } from './status';

/** A line for each environment, the matrix of migrations, and a sentence for whatever is not as it should be. */
export function statusPretty({ path, environments }: ProjectStatus, style: Style): string {
  const lines = [style.path(printable(path))];
  const width = Math.max(...environments.map(({ name }) => name.length));
  const places = Math.max(...environments.map(({ target }) => (target ?? '').length));
  for (const environment of environments) {
    const { name, target, state } = environment;
    const paint = style[paints[state]];
    lines.push(`  ${printable(name).padEnd(width)}  ${printable(target ?? '').padEnd(places)}  ${paint(environmentWords(environment))}`);
  }
  const { rows } = matrixOf(environments);
  if (rows.length > 0) {
    const table = [['migration', ...environments.map(({ name }) => name)], ...rows.map(({ migration, cells }) => [migration, ...cells])];
    const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length))) ?? [];
    lines.push(
      '',
      ...table.map(
        (row) =>
          `  ${row
            .map((cell, column) => printable(cell).padEnd(widths[column] ?? 0))
            .join('  ')
            .trimEnd()}`,
      ),
    );
  }
  const details = detailsOf(environments);
  if (details.length > 0) lines.push('', ...details.map((detail) => `  ${printable(detail)}`));
  return `${lines.join('\n')}\n`;
}

const paints: Readonly<Record<EnvironmentState, 'information' | 'warning' | 'error'>> = {
  'up-to-date': 'information',
  pending: 'warning',
  edited: 'error',
  missing: 'error',
  failed: 'error',
  unmanaged: 'error',
  unreachable: 'error',
  invalid: 'error',
};
