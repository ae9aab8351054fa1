import type { Finding, Severity } from '../../analysis/rules/finding';
import { severities } from '../../analysis/rules/finding';
import { counted } from '../../analysis/rules/wording';
import type { MigrationReport } from '../../project/analysis';
import type { Report } from '../../protocol';
import { uriOf } from '../paths';
import { positionsOf } from '../positions';
import { rulePageLink } from '../rule-pages';

/** One project's migrations, all of them analysed. */
export interface ProjectFindings {
  readonly name: string;
  /** Why nothing could be analysed; null when it was. */
  readonly unsupported: string | null;
  readonly migrations: readonly MigrationReport[];
}

/** The findings of every migration, history included, as Markdown: pending ones first, newest first. */
export function findingsReport(projects: readonly ProjectFindings[], commands: boolean): Report {
  const text = [
    '## Findings of all migrations',
    ...projects.flatMap((project) => projectSection(project, commands, projects.length > 1)),
  ].join('\n\n');
  return { title: 'Findings of all migrations', text: `${text}\n` };
}

function projectSection({ name, unsupported, migrations }: ProjectFindings, commands: boolean, named: boolean): readonly string[] {
  const heading = named ? [`### ${name}`] : [];
  if (unsupported !== null) return [...heading, unsupported];
  const findings = migrations.flatMap(({ report }) => report.findings);
  const unanalysed = migrations.reduce((total, { report }) => total + report.unanalysed, 0);
  const pending = migrations.filter(({ file }) => file.facts.state !== 'history');
  const history = migrations.filter(({ file }) => file.facts.state === 'history').toReversed();
  return [
    ...heading,
    `${counted(migrations.length, 'migration')}: ${counts(findings)}. ${counted(unanalysed, 'statement')} not analysed.`,
    ...migrationsSection('Pending', pending, commands),
    ...migrationsSection('History', history, commands),
  ];
}

function migrationsSection(title: string, migrations: readonly MigrationReport[], commands: boolean): readonly string[] {
  if (migrations.length === 0) return [];
  const found = migrations.filter(({ report }) => report.findings.length > 0);
  const summary = found.length === 0 ? 'nothing found' : `${found.length} with findings`;
  return [
    `#### ${title}: ${counted(migrations.length, 'migration')}, ${summary}`,
    ...found.flatMap((migration) => migrationSection(migration, commands)),
  ];
}

function migrationSection({ file, report }: MigrationReport, commands: boolean): readonly string[] {
  const uri = uriOf(file.path);
  const positions = positionsOf(file.text);
  const lines = report.findings.map((finding) => findingLine(finding, uri, positions.position(finding.span.start).line + 1, commands));
  return [`##### ${file.name}`, lines.join('\n')];
}

function findingLine({ severity, message, rule }: Finding, uri: string, line: number, commands: boolean): string {
  return `- **${severity}** [line ${line}](${uri}#L${line}): ${escaped(message)} · ${rulePageLink(rule, commands)}`;
}

function counts(findings: readonly Finding[]): string {
  const of = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  return severities
    .map((severity) => (severity === 'information' ? `${of(severity)} information` : counted(of(severity), severity)))
    .join(', ');
}

/** Names may hold what Markdown would read as emphasis or HTML. */
function escaped(text: string): string {
  return text.replace(/[\\`*_<>[\]]/g, '\\$&');
}
