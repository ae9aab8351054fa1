import type { Diagnostic } from 'vscode-languageserver';
import { readText } from '../project/read-files';
import { settingsDiagnostic, toDiagnostic } from './diagnostic';
import { positionsOf } from './positions';
import type { Session } from './session';

/** Everything that is to be shown of a project, by path: findings of pending migrations, problems of `lockstep.json`. */
export function projectDiagnostics(session: Session): ReadonlyMap<string, readonly Diagnostic[]> {
  const byPath = new Map<string, readonly Diagnostic[]>();
  const { file, problems } = session.project.settings;
  if (file !== null && problems.length > 0) {
    const positions = positionsOf(readText(file) ?? '');
    byPath.set(
      file,
      problems.map((problem) => settingsDiagnostic(problem, positions)),
    );
  }
  const analysed = session.analysed();
  const found = [
    ...(analysed?.open.migrations ?? []).map(({ file, analysis }) => ({ file, findings: analysis.findings })),
    ...(analysed?.closed.migrations ?? []).map(({ file, report }) => ({ file, findings: report.findings })),
  ];
  for (const { file, findings } of found) {
    if (findings.length === 0) continue;
    const positions = positionsOf(file.text);
    byPath.set(
      file.path,
      findings.map((finding) => toDiagnostic(finding, positions)),
    );
  }
  return byPath;
}
