import { detailsOf, matrixOf } from './matrix';
import type { EnvironmentStatus } from './status';
import { environmentWords } from './words';

/** The environments, the matrix of their migrations, and a sentence for whatever is not as it should be. */
export function statusTables(environments: readonly EnvironmentStatus[]): string {
  const overview = environments.map((environment) => [
    environment.name,
    environment.kind,
    environment.target === null ? '' : `\`${environment.target}\``,
    environmentWords(environment),
  ]);
  const matrix = matrixOf(environments);
  const parts = [
    markdownTable(['environment', 'kind', 'database', 'state'], overview),
    ...(matrix.rows.length === 0
      ? []
      : [
          markdownTable(
            ['migration', ...matrix.environments],
            matrix.rows.map(({ migration, cells }) => [`\`${migration}\``, ...cells]),
          ),
        ]),
    ...(detailsOf(environments).length === 0
      ? []
      : [
          detailsOf(environments)
            .map((detail) => `- ${cell(detail)}`)
            .join('\n'),
        ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** A table; what would break it is escaped. */
export function markdownTable(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heading, heading.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
}

function cell(text: string): string {
  return text
    .replaceAll('|', '\\|')
    .replace(/[\r\n]+/g, ' ')
    .replaceAll('<', '&lt;');
}
