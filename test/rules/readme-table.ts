import { rules } from '../../server/src/analysis/rules/registry';

const headings = {
  error: 'Loses data, or is certain to fail',
  warning: 'Blocks, may fail, or breaks the running application',
  information: 'Worth knowing',
  off: 'Off by default',
} as const;

const marks = { start: '<!-- rules -->', end: '<!-- /rules -->' } as const;

/** Every rule with its summary, by severity, as Markdown. */
export function rulesTable(): string {
  const severities = ['error', 'warning', 'information', 'off'] as const;
  return severities
    .map((severity) => {
      const rows = rules
        .filter((rule) => rule.severity === severity)
        .map((rule) => `| [${rule.id}](docs/rules/${rule.id}.md) | ${rule.summary} |`);
      return `**${headings[severity]}** (\`${severity}\`)\n\n| rule | what it finds |\n|---|---|\n${rows.join('\n')}\n`;
    })
    .join('\n');
}

/** The README with this table between its marks; unchanged where it has no marks. */
export function withRulesTable(readme: string, table: string): string {
  const start = readme.indexOf(marks.start);
  const end = readme.indexOf(marks.end);
  return start < 0 || end < start ? readme : `${readme.slice(0, start + marks.start.length)}\n${table}${readme.slice(end)}`;
}
