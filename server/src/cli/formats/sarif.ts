import { pathToFileURL } from 'node:url';
import manifest from '../../../../package.json';
import type { Severity } from '../../analysis/finding';
import { rules } from '../../analysis/rules/registry';
import { fingerprints } from '../fingerprint';
import type { LintedFile, LintResult, LocatedFinding } from '../lint-result';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'note' };

/** A log of SARIF 2.1.0. Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function formatSarif({ files }: LintResult): string {
  const fingerprint = fingerprints();
  const positions = new Map(rules.map(({ id }, index) => [id, index]));
  const result = (file: LintedFile, finding: LocatedFinding) => ({
    ruleId: finding.rule,
    ...(positions.has(finding.rule) && { ruleIndex: positions.get(finding.rule) }),
    level: levels[finding.severity],
    message: { text: `${finding.message} ${finding.help}`.trim() },
    locations: [
      {
        physicalLocation: { artifactLocation: artifact(file.path), region: region(finding) },
        ...(finding.relation !== null && { logicalLocations: [{ fullyQualifiedName: finding.relation, kind: 'object' }] }),
      },
    ],
    partialFingerprints: { 'lockstep/v1': fingerprint(file.path, finding) },
  });
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Lockstep',
            semanticVersion: manifest.version,
            rules: rules.map(({ id, summary, help, severity }) => ({
              id,
              shortDescription: { text: summary },
              help: { text: help },
              defaultConfiguration: severity === 'off' ? { enabled: false } : { level: levels[severity] },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true }],
        results: files.flatMap((file) => file.findings.map((finding) => result(file, finding))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function artifact(path: string) {
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return { uri: pathToFileURL(path).href };
  return { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

/** SARIF counts lines and columns from 1; the end column is the one behind the last character. */
function region({ start, end }: LocatedFinding) {
  return { startLine: start.line + 1, startColumn: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
}
