import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { Finding } from '../analysis/finding';
import { baselineProblem } from '../project/baseline';
import { readText } from '../project/read-files';
import { findingsByFile } from '../project/schema-analysis';
import type { MigrationFile } from '../project/snapshot';
import type { ClientSupport } from './client-support';
import { settingsDiagnostic, toDiagnostic } from './diagnostic';
import { positionsOf } from './positions';
import type { Session } from './session';

/** Everything that is to be shown of a project, by path: findings of pending migrations and of the schema, problems of `lockstep.json`. */
export function projectDiagnostics(session: Session, { relatedInformation }: ClientSupport): ReadonlyMap<string, readonly Diagnostic[]> {
  const byPath = new Map<string, readonly Diagnostic[]>();
  const analysed = session.analysed();
  const { file, problems } = session.project.settings;
  const baseline = analysed === null ? null : baselineProblem(analysed.snapshot);
  if (file !== null && (problems.length > 0 || baseline !== null)) {
    const positions = positionsOf(readText(file) ?? '');
    const refused = problems.map((problem) => settingsDiagnostic(problem, positions));
    // It may be another project's, or one that was squashed away: worth a look, but everything works.
    const doubtful = baseline === null ? [] : [{ ...settingsDiagnostic(baseline, positions), severity: DiagnosticSeverity.Warning }];
    byPath.set(file, [...refused, ...doubtful]);
  }
  const found = [
    ...(analysed?.open.migrations ?? []).map(({ file, analysis }) => ({ file, findings: session.weighed(analysis.findings) })),
    ...(analysed?.closed.migrations ?? []).map(({ file, report }) => ({ file, findings: session.weighed(report.findings) })),
  ];
  for (const { file, findings } of found) {
    if (findings.length > 0) byPath.set(file.path, diagnosticsOf(file, findings));
  }
  if (analysed?.schema.ok === true) {
    const { source, analysis } = analysed.schema;
    for (const [file, findings] of findingsByFile(source, session.weighed(analysis.findings))) {
      const positions = positionsOf(file.text);
      const items = findings.map((finding) => {
        const related = relatedInformation ? session.relatedPlace(finding) : null;
        const diagnostic = toDiagnostic(finding, positions);
        return related === null ? diagnostic : { ...diagnostic, relatedInformation: [related] };
      });
      byPath.set(file.path, items);
    }
  }
  return byPath;
}

/** By findings: an edit of the schema leaves those of the migrations as they are, and there may be hundreds. */
const known = new WeakMap<readonly Finding[], { readonly text: string; readonly items: readonly Diagnostic[] }>();

function diagnosticsOf({ text }: MigrationFile, findings: readonly Finding[]): readonly Diagnostic[] {
  const before = known.get(findings);
  if (before?.text === text) return before.items;
  const positions = positionsOf(text);
  const items = findings.map((finding) => toDiagnostic(finding, positions));
  known.set(findings, { text, items });
  return items;
}
