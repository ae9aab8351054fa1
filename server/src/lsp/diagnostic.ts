import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import { assertNever } from '../analysis/assert-never';
import type { Finding, Severity } from '../analysis/finding';
import type { SettingsProblem } from '../project/settings';
import type { Positions } from './positions';
import { rulePage } from './rule-pages';

export const diagnosticSource = 'lockstep';

/** What a diagnostic carries beyond its message, for clients that show more. */
export interface DiagnosticData {
  /** What to do, as one or two sentences. */
  readonly help: string;
  /** Position of the statement in its file; null for a finding on the file. */
  readonly statement: number | null;
}

/** Rules whose findings mark text that can go. */
const unnecessary: ReadonlySet<string> = new Set(['suppression-unused']);

/** Rules that state what is normal while someone edits: shown on the line alone, not in lists of problems. */
const hints: ReadonlySet<string> = new Set(['schema-not-migrated']);

export function toDiagnostic(finding: Finding, positions: Positions): Diagnostic {
  const page = rulePage(finding.rule);
  const data: DiagnosticData = { help: finding.help, statement: finding.statement };
  return {
    range: positions.range(finding.span),
    severity: hints.has(finding.rule) ? DiagnosticSeverity.Hint : toSeverity(finding.severity),
    source: diagnosticSource,
    code: finding.rule,
    ...(page === null ? {} : { codeDescription: { href: page } }),
    message: finding.message,
    ...(unnecessary.has(finding.rule) ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    data,
  };
}

/** What is wrong in `lockstep.json`, at the key that it is about. */
export function settingsDiagnostic(problem: SettingsProblem, positions: Positions): Diagnostic {
  return {
    range: positions.range(problem.range),
    severity: DiagnosticSeverity.Error,
    source: diagnosticSource,
    code: 'invalid-setting',
    message: problem.message,
  };
}

function toSeverity(severity: Severity): DiagnosticSeverity {
  switch (severity) {
    case 'error':
      return DiagnosticSeverity.Error;
    case 'warning':
      return DiagnosticSeverity.Warning;
    case 'information':
      return DiagnosticSeverity.Information;
    default:
      return assertNever(severity);
  }
}
