import { relative, sep } from 'node:path';
import type { Severity } from '../../analysis/finding';
import { counted, listed } from '../../analysis/wording/wording';
import type { Project } from '../../project/project';
import type { MigrationPreview, PlacedFinding } from '../preview/migration-preview';
import { findingLine } from '../preview/statement-table';
import { blockedUnlessDevelopment, type Gate, type GateAnswer, type GateQuestion } from './gate';

/** Nothing dangerous is found in what is pending: an error loses data or is certain to fail, a warning blocks or breaks. */
export const findings: Gate = {
  id: 'findings',
  title: 'Findings',
  unanswered: 'blocked',
  check: async (question) => {
    const { facts } = question;
    const pending = await facts.pending();
    if (pending === null) return { state: 'skipped', evidence: 'The database cannot be asked which migrations are pending.' };
    if (pending.length === 0) return { state: 'skipped', evidence: 'Nothing is pending that could be judged.' };
    const analysis = await facts.analysis();
    return analysis.ok ? answerOf(analysis.migrations, question) : { state: 'skipped', evidence: analysis.reason };
  },
};

function answerOf(migrations: readonly MigrationPreview[], { environment, project }: GateQuestion): GateAnswer {
  const all = migrations.flatMap((migration) => migration.findings);
  const [errors, warnings] = [ofSeverity(all, 'error'), ofSeverity(all, 'warning')];
  const unread = migrations.reduce((sum, { unanalysed }) => sum + unanalysed, 0);
  const told = [...errors, ...warnings];
  const details = told.length + unread === 0 ? {} : { details: detailsOf(migrations, project) };
  const blind = unread === 0 ? '' : ` ${counted(unread, 'statement')} could not be analysed.`;
  if (told.length === 0) {
    if (unread > 0) return { state: 'warning', evidence: blind.trim(), ...details };
    return { state: 'ok', evidence: `Nothing at or above warning in ${counted(migrations.length, 'pending migration')}.` };
  }
  const rules = listed([...new Set(told.map(({ finding }) => finding.rule))]);
  const counts = [
    ...(errors.length === 0 ? [] : [counted(errors.length, 'error')]),
    ...(warnings.length === 0 ? [] : [counted(warnings.length, 'warning')]),
  ];
  const state = errors.length > 0 ? blockedUnlessDevelopment(environment) : 'warning';
  return { state, evidence: `${counts.join(' and ')}: ${rules}.${blind}`, ...details, fix: 'lockstep lint' };
}

function ofSeverity(placed: readonly PlacedFinding[], severity: Severity): readonly PlacedFinding[] {
  return placed.filter(({ finding }) => finding.severity === severity);
}

function detailsOf(migrations: readonly MigrationPreview[], { root }: Project): string {
  const sections = migrations.flatMap(({ file, findings, unanalysed }) => {
    const told = findings.filter(({ finding }) => finding.severity !== 'information' || finding.rule === 'statement-not-analysed');
    if (told.length === 0 && unanalysed === 0) return [];
    const path = relative(root, file.path).split(sep).join('/');
    return [`### ${path}\n\n${told.map(findingLine).join('\n')}`];
  });
  return ['## Findings in what is pending', ...sections].join('\n\n');
}
