import type { Severity } from '../../analysis/finding';
import { counted } from '../../analysis/wording/wording';
import type { Style } from '../color';
import type { LintedFile, LintResult, LocatedFinding } from '../lint-result';
import { lookedAt, notAnalysed } from './looked-at';
import { printable } from './printable';

/** For people in a terminal: findings by file, what to do below each, one line that sums up. */
export function formatPretty(result: LintResult, style: Style, milliseconds: number): string {
  const files = result.files.filter((file) => file.findings.length > 0).map((file) => prettyFile(file, style));
  return [...files, `${summary(result, style)} · ${duration(milliseconds)}\n`].join('\n');
}

function prettyFile({ path, findings }: LintedFile, style: Style): string {
  const messages = findings.map(({ message }) => printable(message));
  const positions = findings.map(({ start }) => `${start.line + 1}:${start.character + 1}`);
  const width = Math.max(...positions.map((position) => position.length));
  const messageWidth = Math.max(...messages.map((message) => message.length));
  const severityWidth = Math.max(...findings.map(({ severity }) => severity.length));
  const indent = ' '.repeat(2 + width + 2 + severityWidth + 2);
  const lines = findings.map((finding, index) => {
    const severity = inColor(finding.severity, style)(finding.severity.padEnd(severityWidth));
    const rule = style.dim(finding.rule);
    const first = `  ${(positions[index] ?? '').padStart(width)}  ${severity}  ${(messages[index] ?? '').padEnd(messageWidth)}   ${rule}`;
    const help = helpOf(finding, findings[index + 1]);
    return help === null ? `${first}\n` : `${first}\n${indent}${style.dim(printable(help))}\n`;
  });
  return `${style.path(printable(path))}\n${lines.join('')}`;
}

/** Advice that the next finding repeats is printed there. */
function helpOf(finding: LocatedFinding, next: LocatedFinding | undefined): string | null {
  return finding.help === '' || finding.help === next?.help ? null : finding.help;
}

function inColor(severity: Severity, style: Style): (text: string) => string {
  return style[severity];
}

function summary(result: LintResult, style: Style): string {
  const { counts, projects } = result;
  const findings = [
    inColor('error', counts.error > 0 ? style : unstyled)(counted(counts.error, 'error', 'errors')),
    inColor('warning', counts.warning > 0 ? style : unstyled)(counted(counts.warning, 'warning', 'warnings')),
    ...(counts.information > 0 ? [`${counts.information} information`] : []),
  ].join(', ');
  const history = projects.reduce((sum, project) => sum + project.history.count, 0);
  const sources = [...new Set(projects.filter((project) => project.history.count > 0).map((project) => project.history.source))];
  const known = [
    ...(history > 0 ? [`${history} ${sources.join(', ')}`] : []),
    ...[...new Set(projects.flatMap(({ historyProblem }) => historyProblem ?? []))].map((reason) => `history not known: ${reason}`),
    ...[...new Set(projects.flatMap(({ comparedWith }) => comparedWith ?? []))].map((ref) => `compared with ${ref}`),
    notAnalysed(result),
  ].join(', ');
  return `${findings} in ${lookedAt(result)} (${known})`;
}

const unstyled: Style = {
  error: (text) => text,
  warning: (text) => text,
  information: (text) => text,
  dim: (text) => text,
  bold: (text) => text,
  path: (text) => text,
};

function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
