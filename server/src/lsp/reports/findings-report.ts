import type { Finding, Severity } from '../../analysis/finding';
import { severities } from '../../analysis/finding';
import { counted } from '../../analysis/wording/wording';
import type { MigrationReport } from '../../project/run';
import type { Report } from '../../protocol';
import { uriOf } from '../paths';
import { positionsOf } from '../positions';
import { rulePageTarget } from '../rule-pages';
import { linkedText, type Piece } from './linked-text';

/** One project's migrations, all of them analysed. */
export interface ProjectFindings {
  readonly name: string;
  /** Why nothing could be analysed; null when it was. */
  readonly unsupported: string | null;
  readonly migrations: readonly MigrationReport[];
}

/**
 * The findings of every migration, history included, as plain text that reads like the command line's: pending migrations
 * first, then history from the newest. Places and rules are links.
 */
export function findingsReport(projects: readonly ProjectFindings[], commands: boolean): Report {
  const pieces = projects.flatMap((project) => [...projectSection(project, commands), '\n']);
  return { title: 'Findings of all migrations', ...linkedText(pieces.length === 0 ? ['No Prisma project found.\n'] : pieces.slice(0, -1)) };
}

function projectSection({ name, unsupported, migrations }: ProjectFindings, commands: boolean): readonly Piece[] {
  if (unsupported !== null) return [`${name}: ${unsupported}\n`];
  const findings = migrations.flatMap(({ report }) => report.findings);
  const unanalysed = migrations.reduce((total, { report }) => total + report.unanalysed, 0);
  const pending = migrations.filter(({ file }) => file.facts.state !== 'history');
  const history = migrations.filter(({ file }) => file.facts.state === 'history').toReversed();
  return [
    `${name}: ${counts(findings)} in ${counted(migrations.length, 'migration')} (${counted(unanalysed, 'statement')} not analysed)\n`,
    ...migrationsSection('pending', pending, commands),
    ...migrationsSection('history', history, commands),
  ];
}

function migrationsSection(title: string, migrations: readonly MigrationReport[], commands: boolean): readonly Piece[] {
  const found = migrations.filter(({ report }) => report.findings.length > 0);
  const nothing =
    migrations.length > 0 && found.length === 0 ? [`\nNothing found in ${counted(migrations.length, `${title} migration`)}.\n`] : [];
  return [...nothing, ...found.flatMap((migration) => migrationSection(title, migration, commands))];
}

function migrationSection(title: string, { file, report }: MigrationReport, commands: boolean): readonly Piece[] {
  const positions = positionsOf(file.text);
  const places = report.findings.map(({ span }) => {
    const { line, character } = positions.position(span.start);
    return { text: `${line + 1}:${character + 1}`, target: `${uriOf(file.path)}#${line + 1},${character + 1}` };
  });
  const placeWidth = Math.max(...places.map(({ text }) => text.length));
  const lines = report.findings.flatMap(({ severity, message, rule }, index): readonly Piece[] => {
    const place = places[index] ?? { text: '', target: '' };
    const page = rulePageTarget(rule, commands);
    return [
      `  ${' '.repeat(placeWidth - place.text.length)}`,
      place,
      `  ${severity.padEnd(severityWidth)}  ${message}   `,
      page === null ? rule : { text: rule, target: page },
      '\n',
    ];
  });
  return [`\n${file.name} (${title})\n`, ...lines];
}

const severityWidth = Math.max(...severities.map((severity) => severity.length));

function counts(findings: readonly Finding[]): string {
  const of = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  return `${counted(of('error'), 'error')}, ${counted(of('warning'), 'warning')}, ${of('information')} information`;
}
