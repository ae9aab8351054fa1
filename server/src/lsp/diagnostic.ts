import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import { assertNever } from '../analysis/assert-never';
import type { Finding, Severity } from '../analysis/rules/finding';
import type { SettingsProblem } from '../project/settings';
import type { MigrationView } from './migration-view';
import type { Positions } from './positions';
import { rulePage } from './rule-pages';

export const diagnosticSource = 'lockstep';

/** What a diagnostic carries for code actions; clients send it back with the request. */
export interface DiagnosticData {
  readonly rule: string;
  /** What to do, as one or two sentences. */
  readonly help: string;
  /** Position of the statement in its file; null for a finding on the file. */
  readonly statement: number | null;
  /** UTF-16 offset of the finding in the text that was analysed. */
  readonly offset: number;
}

/** Rules whose findings mark text that can go. */
const unnecessary: ReadonlySet<string> = new Set(['suppression-unused']);

/** History has none: nobody edits an applied migration, so nothing can be done about it. */
export function diagnosticsOf(view: MigrationView): readonly Diagnostic[] {
  return view.analysis.facts.state === 'history' ? [] : view.analysis.findings.map((finding) => toDiagnostic(finding, view.positions));
}

export function toDiagnostic(finding: Finding, positions: Positions): Diagnostic {
  const page = rulePage(finding.rule);
  const data: DiagnosticData = { rule: finding.rule, help: finding.help, statement: finding.statement, offset: finding.span.start };
  return {
    range: positions.range(finding.span),
    severity: toSeverity(finding.severity),
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

/** The data of one of our diagnostics as a client sends it back; null for a diagnostic of somebody else. */
export function dataOf(diagnostic: Diagnostic): DiagnosticData | null {
  const data: unknown = diagnostic.data;
  if (diagnostic.source !== diagnosticSource || typeof data !== 'object' || data === null) return null;
  if (!('rule' in data) || !('help' in data) || !('statement' in data) || !('offset' in data)) return null;
  const { rule, help, statement, offset } = data;
  if (typeof rule !== 'string' || typeof help !== 'string' || typeof offset !== 'number') return null;
  if (typeof statement !== 'number' && statement !== null) return null;
  return { rule, help, statement, offset };
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
