import type { Severity } from '../../analysis/finding';
import type { LintResult } from '../lint-result';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'notice' };

/**
 * Workflow commands that GitHub turns into annotations.
 * Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function formatGithub({ files }: LintResult): string {
  const lines = files.flatMap(({ path, findings }) =>
    findings.map(({ severity, start, end, rule, message, help }) => {
      const sameLine = start.line === end.line;
      const properties = [
        `file=${escapeProperty(path)}`,
        `line=${start.line + 1}`,
        `endLine=${end.line + 1}`,
        // Columns are only understood within one line.
        ...(sameLine ? [`col=${start.character + 1}`, `endColumn=${end.character + 1}`] : []),
        `title=${escapeProperty(`Lockstep ${rule}`)}`,
      ];
      return `::${commands[severity]} ${properties.join(',')}::${escapeData(`${message}\n${help}`.trim())}\n`;
    }),
  );
  return lines.join('');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
