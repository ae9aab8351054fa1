import { cell, inCode } from '../../analysis/wording/markdown-text';
import { counted } from '../../analysis/wording/wording';
import type { LintedFile, LintResult } from '../lint-result';
import { lookedAt, notAnalysed } from './looked-at';

/** For a comment on a pull request. */
export function formatMarkdown(result: LintResult): string {
  const { files, counts } = result;
  const found = [
    counted(counts.error, 'error', 'errors'),
    counted(counts.warning, 'warning', 'warnings'),
    `${counts.information} information`,
  ];
  const looked = `${found.join(', ')} in ${lookedAt(result)}, ${notAnalysed(result)}.`;
  const tables = files.filter((file) => file.findings.length > 0).map(table);
  return ['## Lockstep', looked, ...tables].join('\n\n').concat('\n');
}

function table({ path, findings }: LintedFile): string {
  const rows = findings.map(
    ({ start, severity, message, help, rule }) => `| ${start.line + 1} | ${severity} | ${cell(`${message} ${help}`)} | \`${rule}\` |`,
  );
  return [`### ${inCode(path)}`, '', '| line | severity | finding | rule |', '| ---: | --- | --- | --- |', ...rows].join('\n');
}
