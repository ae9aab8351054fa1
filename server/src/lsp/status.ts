import { basename } from 'node:path';
import type { Severity } from '../analysis/finding';
import { configNote } from '../project/config-note';
import type { SchemaResult } from '../project/schema-analysis';
import { serverName } from '../project/server-version';
import { providerNames } from '../project/support';
import type { ProjectStatus, SchemaStatus, Status } from '../protocol';
import { uriOf } from './paths';
import { baselinePhrase } from './schema/schema-view';
import type { Analysed, Session } from './session';

/** What the client shows of all projects. */
export function statusOf(sessions: readonly Session[], busy: boolean): Status {
  return { state: busy ? 'busy' : 'ready', projects: sessions.map(projectStatus) };
}

/** One line about a project for the log: what was found and what is assumed. */
export function logLine(session: Session): string {
  const { root } = session.project;
  const { unsupported, serverVersion, prismaVersion, migrations, pending, history } = projectStatus(session);
  if (unsupported !== null) return `${root}: ${unsupported}`;
  if (session.analysed() === null) return `${root}: found`;
  return `${root}: ${migrations} migrations, ${pending} pending, ${history}; ${serverVersion}, Prisma ${prismaVersion ?? 'of unknown version'}`;
}

function projectStatus(session: Session): ProjectStatus {
  const { project, unsupported } = session;
  const analysed = session.analysed();
  const all = session.counts()?.migrations ?? [];
  const findings = analysed === null ? [] : findingsOf(analysed);
  const count = (severity: Severity): number => findings.filter((finding) => finding === severity).length;
  return {
    root: uriOf(project.root),
    name: basename(project.root),
    provider: project.provider,
    prismaVersion: project.prismaVersion,
    serverVersion: unsupported === null || project.provider === null ? serverName(session.serverVersion) : providerNames[project.provider],
    unsupported,
    migrations: analysed?.snapshot.migrations.length ?? 0,
    pending: analysed?.snapshot.migrations.filter(({ facts }) => facts.state === 'pending').length ?? 0,
    history: analysed === null ? 'history not read yet' : historyPhrase(session, analysed),
    statements: all.reduce((total, { report }) => total + report.statements, 0),
    unanalysed: all.reduce((total, { report }) => total + report.unanalysed, 0),
    schema: analysed === null || project.schema === null ? null : schemaStatus(analysed.schema),
    configNote: configNote(project),
    findings: { error: count('error'), warning: count('warning'), information: count('information') },
  };
}

function schemaStatus(schema: SchemaResult): SchemaStatus {
  if (!schema.ok) return { analysed: false, reason: schema.reason };
  const { changed, unresolved } = schema.analysis;
  const hasMigrations = schema.baseline.type === 'migrations';
  return { analysed: true, baseline: baselinePhrase(schema), hasMigrations, changes: changed.length, unresolved };
}

function historyPhrase({ project }: Session, { snapshot }: Analysed): string {
  const { baseline } = project.settings;
  if (baseline !== null) return `history up to ${baseline}`;
  const sources = [snapshot.ref, snapshot.seenIn].filter((source) => source !== null);
  if (sources.length > 0) return `history as in ${sources.join(' and ')}`;
  return 'no history known, every migration counts as pending';
}

function findingsOf({ open, closed, schema }: Analysed): readonly Severity[] {
  return [
    ...open.migrations.flatMap(({ analysis }) => analysis.findings),
    ...closed.migrations.flatMap(({ report }) => report.findings),
    ...(schema.ok ? schema.analysis.findings : []),
  ].map(({ severity }) => severity);
}
