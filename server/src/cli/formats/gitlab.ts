import type { Severity } from '../../analysis/finding';
import { fingerprints } from '../fingerprint';
import type { LintResult } from '../lint-result';

const severityNames: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'major', information: 'info' };

/** A Code Quality report. Source: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export function formatGitlab({ files }: LintResult): string {
  const fingerprint = fingerprints();
  const issues = files.flatMap(({ path, findings }) =>
    findings.map((finding) => ({
      description: `${finding.message} ${finding.help}`.trim(),
      check_name: finding.rule,
      fingerprint: fingerprint(path, finding),
      severity: severityNames[finding.severity],
      location: { path, lines: { begin: finding.start.line + 1, end: finding.end.line + 1 } },
    })),
  );
  return `${JSON.stringify(issues, null, 2)}\n`;
}
