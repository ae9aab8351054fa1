import { prepare } from '../../analysis/analyze';
import type { Statistics } from '../../analysis/statistics/statistics';
import type { Project } from '../../project/project';
import { supportOf } from '../../project/support';
import type { Environment, UrlSources } from '../environments/environment';
import { withoutValues } from '../status/without-values';
import { type Chosen, chooseMigrations, type RehearsalScope } from './choose';
import type { Copy } from './copies/copy';
import { makeCopy } from './copies/make-copy';
import { leftOutNotes, runHistory } from './history';
import type { RehearsalEvent, RehearsalOutcome } from './outcome';
import { foretellMigrations } from './postgres/foretell';
import { runPostgresMigrations } from './postgres/run-migrations';
import type { Rehearsal } from './rehearsal';
import { fillTables } from './rows/fill-tables';
import { runPlainMigrations } from './run-plain-migrations';
import { CopyLost } from './session';
import { splitFor } from './split-for';
import { totalOf } from './statements';
import { storeRehearsal } from './stored';

export interface RehearsalOptions {
  readonly project: Project;
  /** Null: the migrations that are not on the default branch, on a copy that the history has built. */
  readonly environment: Environment | null;
  readonly scope: RehearsalScope;
  /** A commit in place of the default branch. */
  readonly since: string | null;
  /** Rows to be generated a table, where the copy has none; 0 for none. */
  readonly rows: number;
  /** Leaves the copy where it is. */
  readonly keep: boolean;
  /** For the URL of the server that lockstep.json names. */
  readonly sources: UrlSources;
  /** Of the environment; null where none were taken. */
  readonly statistics: Statistics | null;
  readonly onEvent: (event: RehearsalEvent) => void;
  readonly abort: AbortSignal;
  readonly now: Date;
}

/**
 * Runs migrations on a throw-away copy, measures each statement, keeps the result in `.lockstep/rehearsals/` and removes the copy. Never rejects for
 * what a person, a server or a file system can do wrong.
 */
export async function rehearse(options: RehearsalOptions): Promise<RehearsalOutcome> {
  const { project, environment, abort } = options;
  const support = supportOf(project);
  const { provider } = project;
  if (!support.ok && provider !== 'mysql' && provider !== 'sqlite') {
    return {
      outcome: 'impossible',
      problem: { code: null, message: support.reason, help: 'Run it in a project with migrations that Lockstep reads.' },
    };
  }
  const redact = environment?.connection.ok === true ? environment.connection.redact : (text: string): string => text;
  let copy: Copy | null = null;
  try {
    const chosen = await chooseMigrations(project, environment, options.scope, options.since);
    if (!chosen.ok) return { outcome: 'impossible', problem: chosen.problem };
    if (chosen.chosen.names.length === 0) return { outcome: 'nothing-to-do', message: nothingWords(environment, chosen.chosen) };
    if (abort.aborted) return { outcome: 'cancelled', left: null };
    const made = await makeCopy(options, chosen.chosen);
    if (!made.ok) return { outcome: 'impossible', problem: made.problem };
    copy = made.copy;
    const rehearsal = redacted(await runOn(made.copy, chosen.chosen, options), redact);
    const failed = rehearsal.migrations.some(({ state }) => state === 'failed');
    const left = await disposed(copy, options);
    copy = null;
    return { outcome: failed ? 'failed' : 'passed', ...stored(project.root, rehearsal), left };
  } catch (error) {
    const left = copy === null ? (error instanceof CopyLost ? error.left : null) : await copy.dispose(false);
    if (abort.aborted) return { outcome: 'cancelled', left };
    if (error instanceof CopyLost) {
      return {
        outcome: 'impossible',
        problem: { code: null, message: redact(error.message), help: `Rehearse again${left === null ? '.' : `; ${left} is left.`}` },
      };
    }
    throw error;
  }
}

async function disposed(copy: Copy, { keep, onEvent }: RehearsalOptions): Promise<string | null> {
  if (!keep) onEvent({ type: 'step', text: 'Removing the copy' });
  return copy.dispose(keep);
}

async function runOn(copy: Copy, chosen: Chosen, options: RehearsalOptions): Promise<Rehearsal> {
  const { project, environment, rows, onEvent, abort, now } = options;
  const provider = project.provider ?? 'postgresql';
  if (provider === 'postgresql') await prepare();
  const { session } = copy;
  const files = chosen.snapshot.migrations;
  const notes = [...chosen.notes, ...copy.notes];
  if (options.keep && copy.kind === 'embedded') notes.push('The embedded PostgreSQL cannot be kept: it goes with its process.');
  let incomplete = false;
  if (!copy.isCloned) {
    const first = chosen.names[0] ?? '';
    // What the environment has is applied before, whatever its name; without an environment, what stands before the first.
    const isBefore = (name: string): boolean =>
      chosen.applied === null || options.scope.type === 'from' ? name < first : chosen.applied.has(name);
    const migrations = files.filter(({ name }) => isBefore(name) && !chosen.names.includes(name));
    const leftOut = await runHistory({ session, migrations, split: splitFor(provider), onEvent, abort });
    incomplete = leftOut.length > 0;
    notes.push(...leftOutNotes(leftOut));
  }
  const rehearsed = files.filter(({ name }) => chosen.names.includes(name));
  const on = { copy, files: rehearsed, incomplete, onEvent, abort };
  const told = {
    version: 1 as const,
    environment: environment?.name ?? null,
    provider,
    startedAt: now.toISOString(),
    targetVersion: chosen.serverVersion,
  };
  if (provider !== 'postgresql') {
    if (rows > 0 && !copy.withRows) notes.push('Rows are generated for PostgreSQL alone.');
    const migrations = await runPlainMigrations({ ...on, dialect: provider === 'mysql' ? 'mysql' : 'sqlite' });
    const milliseconds = totalOf(migrations.flatMap(({ statements }) => statements));
    return { ...told, milliseconds, copy: factsOf(copy, 0), execution: 'per-statement', notes, rows: {}, migrations };
  }
  const foretold = await foretellMigrations(chosen, copy.server);
  const generates = rows > 0 && !copy.withRows;
  if (generates && foretold.before !== null) notes.push(...(await fillTables({ session, catalog: foretold.before, rows, onEvent, abort })));
  const ran = await runPostgresMigrations({ ...on, foretold, statistics: options.statistics });
  if (foretold.assumed) notes.push('The version of Prisma is not known: each file ran as one transaction, as up to Prisma 7.3.');
  if (copy.kind === 'embedded') notes.push(versionNote(copy.server, chosen.serverVersion, project));
  const milliseconds = totalOf(ran.migrations.flatMap(({ statements }) => statements));
  return {
    ...told,
    milliseconds,
    copy: factsOf(copy, generates ? rows : 0),
    execution: foretold.execution,
    notes,
    rows: ran.rows,
    migrations: ran.migrations,
  };
}

function factsOf({ kind, server, target, withRows }: Copy, generated: number): Rehearsal['copy'] {
  const rows = withRows
    ? ({ type: 'cloned' } as const)
    : generated > 0
      ? ({ type: 'generated', perTable: generated } as const)
      : ({ type: 'none' } as const);
  return { kind, server, target, rows };
}

function versionNote(server: string, target: string | null, { settings }: Project): string {
  const meant = target === null ? `PostgreSQL ${settings.server.postgresql}` : `PostgreSQL ${target}`;
  return `It ran on ${server}; the server is ${meant}: durations differ, and locks are foretold for that version beside those that were seen.`;
}

function nothingWords(environment: Environment | null, { snapshot }: Chosen): string {
  if (environment !== null) return `${environment.name} has every migration of the project.`;
  return snapshot.ref === null ? 'There is no pending migration.' : `Every migration is on ${snapshot.ref}.`;
}

function stored(root: string, rehearsal: Rehearsal): { readonly rehearsal: Rehearsal; readonly path: string | null } {
  try {
    return { rehearsal, path: storeRehearsal(root, rehearsal) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { rehearsal: { ...rehearsal, notes: [...rehearsal.notes, `The result is not kept: ${reason}.`] }, path: null };
  }
}

/** What servers say may name where they are, and quote values of the rows that were copied. */
function redacted(rehearsal: Rehearsal, redact: (text: string) => string): Rehearsal {
  return {
    ...rehearsal,
    notes: rehearsal.notes.map(redact),
    migrations: rehearsal.migrations.map((migration) => ({
      ...migration,
      statements: migration.statements.map((statement) => ({
        ...statement,
        sql: redact(statement.sql),
        error: statement.error && { ...statement.error, message: withoutValues(redact(statement.error.message)) },
      })),
    })),
  };
}
