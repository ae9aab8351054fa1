import type { Catalog } from '../../../analysis/catalog/catalog';
import type { AnalysedStatement } from '../../../analysis/migration/migration';
import { createAnalyzer } from '../../../project/analysis';
import { executionFor } from '../../../project/chain';
import type { Project } from '../../../project/project';
import { postgresVersions } from '../../../project/settings';
import type { Snapshot } from '../../../project/snapshot';
import type { Chosen } from '../choose';
import type { Rehearsal } from '../rehearsal';

/** What Lockstep says of the migrations, before they run. */
export interface Foretold {
  /** Of the copy's version, by migration: what it does is compared with that. */
  readonly here: ReadonlyMap<string, readonly AnalysedStatement[]>;
  /** Of the version of the server that they are meant for: that is what is shown. */
  readonly there: ReadonlyMap<string, readonly AnalysedStatement[]>;
  /** What the first of them finds; null where there is none. */
  readonly before: Catalog | null;
  readonly execution: Rehearsal['execution'];
  /** The version of Prisma does not say how it runs a file. */
  readonly assumed: boolean;
}

export async function foretellMigrations({ snapshot, names, serverVersion }: Chosen, copyServer: string): Promise<Foretold> {
  const { project } = snapshot;
  const target = majorIn(serverVersion ?? '') ?? project.settings.server.postgresql;
  const own = majorIn(copyServer.replace(/^PostgreSQL /, '')) ?? target;
  const here = await statementsOn(own, snapshot, names);
  const there = own === target ? here : await statementsOn(target, snapshot, names);
  const execution = executionFor(project);
  return {
    here: here.statements,
    there: there.statements,
    before: here.before,
    execution: execution === 'unknown' ? 'one-transaction' : execution,
    assumed: execution === 'unknown',
  };
}

async function statementsOn(version: number, snapshot: Snapshot, names: readonly string[]) {
  const statements = new Map<string, readonly AnalysedStatement[]>();
  let before: Catalog | null = null;
  const { project } = snapshot;
  const { server } = project.settings;
  const meant: Project = { ...project, settings: { ...project.settings, server: { ...server, postgresql: version } } };
  const analyzer = createAnalyzer({ cacheDirectory: null });
  for await (const { file, analysis } of analyzer.each({ ...snapshot, project: meant }, new Set(names))) {
    before ??= analysis.before;
    statements.set(file.name, analysis.statements);
  }
  return { statements, before };
}

/** The nearest major version that is known: `18.6 (PGlite 0.5.16)` → 18. */
function majorIn(version: string): number | null {
  const major = Number(/^\d+/.exec(version.trim())?.[0] ?? Number.NaN);
  if (Number.isNaN(major)) return null;
  return Math.min(Math.max(major, postgresVersions[0]), postgresVersions.at(-1) ?? major);
}
