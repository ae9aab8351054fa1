import type { DiagnosticRelatedInformation } from 'vscode-languageserver';
import type { Finding } from '../analysis/finding';
import type { Sizes } from '../analysis/statistics/statistics';
import { type Analyzer, createAnalyzer, type ProjectAnalysis, type ProjectReport } from '../project/analysis';
import { executionFor } from '../project/chain';
import { type GitAnswer, readCommittedMigrations } from '../project/git';
import type { Project } from '../project/project';
import { settingsOf } from '../project/run';
import type { SchemaResult } from '../project/schema-analysis';
import { type ServerVersion, serverName } from '../project/server-version';
import { lockTimeoutOf } from '../project/settings';
import { type MigrationFile, readSnapshot, type Snapshot, withText } from '../project/snapshot';
import { cachedSizes } from '../project/statistics/sizes';
import { supportOf } from '../project/support';
import { type MigrationView, placeBehind } from './migration-view';
import { analysedVersion, type OpenDocuments } from './open-documents';
import { uriOf } from './paths';
import { tablesOfEarlierPending } from './pending-tables';
import { positionsOf } from './positions';
import { createRelatedPlaces } from './related-places';
import { type SchemaView, schemaViewOf } from './schema/schema-view';
import { createWeighing } from './weighing';

/** What is known of a project once all that is pending has been analysed. Never changes; the next update makes another one. */
export interface Analysed {
  readonly snapshot: Snapshot;
  /** Pending migrations that are open, whole. */
  readonly open: ProjectAnalysis;
  /** The other pending ones. */
  readonly closed: ProjectReport;
  /** The schema against all of them. */
  readonly schema: SchemaResult;
}

/** One project while the editor is open: what was read of it, what was found, what has become stale since. */
export interface Session {
  readonly project: Project;
  readonly serverVersion: ServerVersion;
  /** Why its migrations are not analysed; null when they are. */
  readonly unsupported: string | null;
  /** Null before the first update is through. */
  readonly analysed: () => Analysed | null;
  /** Numbers of all migrations, history included; null until they have been counted. */
  readonly counts: () => ProjectReport | null;
  /** The text of an open document has changed. */
  readonly edited: (path: string, text: string) => void;
  /** Files have changed on the disk. */
  readonly filesChanged: () => void;
  /** The repository has, so what is history may have changed. */
  readonly repositoryChanged: () => void;
  /** Brings `analysed` up to date. Rejects when the signal aborts; the next call goes on from there. */
  readonly update: (signal: AbortSignal) => Promise<void>;
  /** Brings `counts` up to date, which may take as long as reading the whole history. */
  readonly count: (signal: AbortSignal) => Promise<void>;
  /** Null when the file is no migration of the project. */
  readonly view: (path: string) => Promise<MigrationView | null>;
  /** Null when the file is none of the schema's, or when that is not analysed. */
  readonly schemaView: (path: string) => SchemaView | null;
  /** Where a migration has defined what a finding of the schema is about; null as long as `relate` has not found it. */
  readonly relatedPlace: (finding: Finding) => DiagnosticRelatedInformation | null;
  /** Finds the places of all findings of the schema, which may take as long as reading many migrations. */
  readonly relate: () => Promise<void>;
  /** The findings, saying how large their tables are where that is known. The same for the same. */
  readonly weighed: (findings: readonly Finding[]) => readonly Finding[];
  /** How large the tables of an environment are; null where nobody has asked it. */
  readonly sizes: () => Sizes | null;
  /** Statistics were taken: they are read again. */
  readonly sizesChanged: () => void;
  /** Findings of every migration, history included; null before the first update. */
  readonly reportAll: () => Promise<ProjectReport | null>;
}

export interface SessionParts {
  readonly project: Project;
  readonly serverVersion: ServerVersion;
  readonly documents: OpenDocuments;
  /** Null: nothing is kept on the disk. */
  readonly cacheDirectory: string | null;
  /** Whether git may be run. */
  readonly trusted: () => boolean;
}

/** Milliseconds of quiet before the cache on the disk follows the edits. */
const saveDelay = 5_000;

export function createSession({ project, serverVersion, documents, cacheDirectory, trusted }: SessionParts): Session {
  const analyzer: Analyzer = createAnalyzer({ cacheDirectory, saveDelay });
  const support = supportOf(project);
  const versions = {
    serverName: serverName(serverVersion),
    prismaName: project.prismaVersion === null ? 'Prisma of unknown version' : `Prisma ${project.prismaVersion}`,
  };
  const related = createRelatedPlaces();
  const weighing = createWeighing(() => cachedSizes(project, cacheDirectory, Date.now()));
  let git: GitAnswer | null = null;
  let snapshot: Snapshot | null = null;
  // Counts what has become known; a snapshot that was being read meanwhile is stale.
  let revision = 0;
  let analysed: Analysed | null = null;
  let counts: ProjectReport | null = null;
  let views = new Map<string, Promise<MigrationView | null>>();

  async function read(): Promise<Snapshot> {
    if (snapshot !== null) return snapshot;
    git ??= await askGit(project, trusted());
    const started = revision;
    const current = await readSnapshot(project, documents.overlay(), { git });
    if (revision === started) snapshot = current;
    return current;
  }

  async function analysePending(current: Snapshot, signal: AbortSignal): Promise<Pick<Analysed, 'open' | 'closed'>> {
    const pending = current.migrations.filter(({ facts }) => facts.state !== 'history');
    const isOpen = ({ path }: MigrationFile): boolean => documents.at(path) !== undefined;
    const open = namesOf(pending.filter(isOpen));
    // An edit of the schema leaves the migrations as they are.
    if (analysed !== null && isSameWork(analysed, current, open)) return analysed;
    const closed = namesOf(pending.filter((file) => !isOpen(file)));
    const nothing = { snapshot: current, migrations: [] };
    // The open ones first: what they are found to create is then known to the others.
    const whole = open.size === 0 ? nothing : await analyzer.analyze(current, open, signal);
    const rest = closed.size === 0 ? nothing : await analyzer.report(current, closed, signal);
    return { open: whole, closed: rest };
  }

  async function analyseOne(path: string): Promise<MigrationView | null> {
    if (analysed === null) return null;
    const known = analysed.open.migrations.find(({ file }) => file.path === path);
    const file = analysed.snapshot.migrations.find((migration) => migration.path === path);
    if (file === undefined) return null;
    const found = known ?? (await analyzer.analyze(analysed.snapshot, new Set([file.name]))).migrations[0];
    return found === undefined ? null : toView(file, found.analysis, analysed);
  }

  function toView(file: MigrationFile, analysis: MigrationView['analysis'], from: Analysed): MigrationView {
    const earlier = tablesOfEarlierPending(from, file);
    const document = documents.at(file.path);
    return {
      uri: document?.uri ?? uriOf(file.path),
      text: file.text,
      version: document === undefined ? null : analysedVersion(document, file.text),
      positions: positionsOf(file.text),
      analysis: { ...analysis, findings: weighing.weighed(analysis.findings) },
      sizes: weighing.sizes(),
      execution: executionFor(project),
      server: settingsOf(project, new Set()).server,
      place: placeBehind(file, from.snapshot),
      whole: from,
      lockTimeout: lockTimeoutOf(project.settings),
      ...versions,
      isNew: (relation) => analysis.createdTables.has(relation) || earlier.has(relation),
    };
  }

  return {
    project,
    serverVersion,
    unsupported: support.ok ? null : support.reason,
    analysed: () => analysed,
    counts: () => counts,
    edited: (path, text) => {
      revision++;
      if (snapshot !== null) snapshot = withText(snapshot, path, text);
    },
    filesChanged: () => {
      revision++;
      snapshot = null;
    },
    repositoryChanged: () => {
      revision++;
      git = null;
      snapshot = null;
    },
    update: async (signal) => {
      if (!support.ok) return;
      const current = await read();
      const { open, closed } = await analysePending(current, signal);
      const schema = await analyzer.schema(current, signal);
      signal.throwIfAborted();
      analysed = { snapshot: current, open, closed, schema };
      views = new Map();
    },
    count: async (signal) => {
      if (!support.ok || analysed === null) return;
      counts = await analyzer.report(analysed.snapshot, 'all', signal);
    },
    view: (path) => {
      const known = views.get(path) ?? analyseOne(path);
      views.set(path, known);
      return known;
    },
    schemaView: (path) => (analysed === null ? null : schemaViewOf(analysed, path, documents, versions, weighing)),
    relatedPlace: (finding) => (analysed === null ? null : related.of(analysed.snapshot, finding)),
    relate: async () => {
      if (analysed?.schema.ok === true) await related.find(analysed.snapshot, analysed.schema.analysis.findings);
    },
    ...weighing,
    sizesChanged: () => {
      weighing.sizesChanged();
      views = new Map();
    },
    reportAll: async () => (analysed === null ? null : analyzer.report(analysed.snapshot, 'all')),
  };
}

/** Without trust no process is started, so nothing is known of the default branch. */
async function askGit(project: Project, trusted: boolean): Promise<GitAnswer> {
  return trusted ? readCommittedMigrations(project, null) : { ok: false, reason: 'git is not run in an untrusted workspace' };
}

/** Whether the migrations, and which of them are open, are as they were. */
function isSameWork(known: Analysed, { migrations, historyIsKnown }: Snapshot, open: ReadonlySet<string>): boolean {
  const before = known.snapshot;
  if (before.migrations !== migrations || before.historyIsKnown !== historyIsKnown) return false;
  return known.open.migrations.length === open.size && known.open.migrations.every(({ file }) => open.has(file.name));
}

function namesOf(files: readonly MigrationFile[]): ReadonlySet<string> {
  return new Set(files.map(({ name }) => name));
}
