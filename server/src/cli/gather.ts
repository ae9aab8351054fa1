import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { baselineProblem } from '../project/baseline';
import { configNote } from '../project/config-note';
import { projectOf } from '../project/discover';
import type { Project } from '../project/project';
import { readText, withoutByteOrderMark } from '../project/read-files';
import { isSchemaFile } from '../project/schema-files';
import { defaultSettings } from '../project/settings';
import { readSnapshot, type Snapshot, type SnapshotOptions } from '../project/snapshot';
import { supportOf } from '../project/support';
import { type Overrides, withOverrides } from './analysis-options';
import { Problem } from './problem';
import { findTargets, runConfigHint, type Target } from './targets';

/** The options and paths that say what is to be analysed. */
export interface Request extends Overrides {
  readonly paths: readonly string[];
  readonly from: string;
  readonly since?: string | undefined;
  readonly 'run-config'?: boolean | undefined;
  readonly stdin?: boolean | undefined;
  readonly 'stdin-filename'?: string | undefined;
  /** Is told what will be read. */
  readonly whenFound?: (targets: readonly Target[]) => void;
}

/** A snapshot to analyse. */
export interface Job {
  readonly snapshot: Snapshot;
  /** Migrations that were named one by one. */
  readonly names: ReadonlySet<string>;
  /** Whether the project as a whole was named. */
  readonly whole: boolean;
  /** Whether the schema counts: that of a whole project, or one on standard input. */
  readonly schema: boolean;
}

export interface Gathered {
  readonly jobs: readonly Job[];
  /** What was left out or is worth knowing, in sentences for stderr. */
  readonly notes: readonly string[];
  /** Whether every migration could be read. What was not read may hold anything, so it must not pass for safe. */
  readonly complete: boolean;
}

/**
 * Reads everything that a command is to analyse.
 * @throws Problem when a path or a lockstep.json is wrong, or when nothing that was named can be analysed.
 */
export async function gather(request: Request): Promise<Gathered> {
  refuseContradictions(request);
  if (request.stdin === true) return gathered([await stdinJob(request)], []);
  const targets = await findTargets(request.paths, request.from, request['run-config'] === true);
  request.whenFound?.(targets.projects);
  const notes: string[] = [];
  const refused: string[] = [];
  const reading: Promise<Job>[] = [];
  for (const target of targets.projects) {
    const project = withOverrides(target.project, request);
    refuseBrokenSettings(project);
    const support = supportOf(project);
    const note = configNote(project);
    const hint = note === null ? '' : ` ${runConfigHint}`;
    if (!support.ok) refused.push(`${project.root}: ${support.reason}${hint}`);
    else reading.push(jobOf(project, target, request, notes));
    if (support.ok && note !== null) notes.push(`${project.root}: ${note}${hint}`);
  }
  const jobs = await Promise.all(reading);
  for (const path of targets.loose) jobs.push(await looseJob(path, looseText(path), request));
  if (jobs.length === 0 && refused.length > 0) throw new Problem(refused.join('\n'));
  return gathered(jobs, [...refused, ...notes]);
}

/** What databases have said is kept in the cache. */
function withoutCache(request: Request): Pick<SnapshotOptions, 'seen'> {
  return request['no-cache'] === true ? { seen: [] } : {};
}

function gathered(jobs: readonly Job[], notes: readonly string[]): Gathered {
  const unread = [...new Set(jobs.flatMap(({ snapshot }) => snapshot.notes))];
  return { jobs, notes: [...notes, ...unread], complete: unread.length === 0 };
}

function refuseContradictions({ paths, stdin, 'stdin-filename': filename }: Request): void {
  if (stdin === true && paths.length > 0) {
    throw new Problem(
      `"--stdin" takes no paths; found "${paths.join('", "')}".`,
      '"--stdin-filename" says what standard input stands for.',
    );
  }
  if (stdin !== true && filename !== undefined) throw new Problem('"--stdin-filename" needs "--stdin".');
}

function looseText(path: string): string {
  const text = readText(path);
  if (text === null) throw new Problem(`"${path}" cannot be read.`, 'Name a file that you may read.');
  return text;
}

async function jobOf(project: Project, { names, whole }: Target, request: Request, notes: string[]): Promise<Job> {
  const since = request.since ?? null;
  const snapshot = await readSnapshot(project, new Map(), { since, ...withoutCache(request) });
  if (since !== null && snapshot.ref === null) throw new Problem(snapshot.notes.at(-1) ?? `"${since}" cannot be read.`);
  for (const name of snapshot.withoutFile) {
    notes.push(
      `"${name}" in ${project.migrationsDirectory} has no migration.sql: Prisma migrates nothing before the folder is deleted (P3015).`,
    );
  }
  const problem = since === null ? baselineProblem(snapshot) : null;
  if (problem !== null) notes.push(`${project.settings.file}: ${problem.message}`);
  return { snapshot, names, whole, schema: whole };
}

/** @throws Problem for a lockstep.json that is wrong. */
export function refuseBrokenSettings({ settings }: Project): void {
  if (settings.problems.length === 0) return;
  const lines = settings.problems.map(({ message }) => `${settings.file}: ${message}`);
  throw new Problem(lines.join('\n'), 'Correct the file; its schema completes it in the editor.');
}

function refuseUnsupported(project: Project): void {
  refuseBrokenSettings(project);
  const support = supportOf(project);
  if (!support.ok) throw new Problem(support.reason);
}

async function stdinJob(request: Request): Promise<Job> {
  const text = withoutByteOrderMark(readFileSync(0, 'utf8'));
  const filename = request['stdin-filename'];
  if (filename === undefined) return looseJob(null, text, request);
  const path = resolve(request.from, filename);
  if (path.endsWith('.prisma')) return stdinSchemaJob(path, text, request);
  const folder = dirname(path);
  const found = basename(path) === 'migration.sql' ? await projectOf(dirname(folder)) : null;
  if (found?.migrationsDirectory !== dirname(folder)) return looseJob(path, text, request);
  const project = withOverrides(found, request);
  refuseUnsupported(project);
  const snapshot = await readSnapshot(project, new Map([[path, text]]), { since: request.since ?? null, ...withoutCache(request) });
  return { snapshot, names: new Set([basename(folder)]), whole: false, schema: false };
}

/** Text that stands for a file of a schema, whether it is there yet or not. */
async function stdinSchemaJob(path: string, text: string, request: Request): Promise<Job> {
  const found = await projectOf(path);
  if (found === null || !isSchemaFile(found.schema, path)) {
    throw new Problem(`"${path}" is in no Prisma schema.`, 'Name a file of a schema, or one that would be in its folder.');
  }
  const project = withOverrides(found, request);
  refuseUnsupported(project);
  const snapshot = await readSnapshot(project, new Map([[path, text]]), { since: request.since ?? null, ...withoutCache(request) });
  return { snapshot, names: new Set(), whole: false, schema: true };
}

/** Sorts behind every name that begins with a timestamp. */
const looseName = 'stdin';

/**
 * SQL that is no migration of Prisma's counts as the next migration of the project around it. Outside of any project nothing
 * is known about the tables that it names, so names that are not found are not told.
 */
async function looseJob(path: string | null, text: string, request: Request): Promise<Job> {
  const around = await projectOf(path ?? request.from);
  if (around !== null) refuseUnsupported(withOverrides(around, request));
  const off = ['migration-name-is-vague', ...(around === null ? ['reference-not-found'] : [])];
  const base: Project = around ?? {
    root: request.from,
    schema: null,
    schemaFiles: [],
    migrationsDirectory: null,
    provider: null,
    prismaVersion: null,
    settings: defaultSettings,
    config: null,
    isPrismaNext: false,
  };
  const rules = new Map([...base.settings.rules, ...off.map((id) => [id, 'off'] as const)]);
  const project = withOverrides({ ...base, settings: { ...base.settings, rules } }, request);
  const snapshot = await readSnapshot(project, new Map(), { since: request.since ?? null, ...withoutCache(request) });
  const newestInHistory = snapshot.migrations.findLast(({ facts }) => facts.state !== 'pending')?.name ?? null;
  const file = {
    name: looseName,
    path: path ?? '<stdin>',
    text,
    facts: { name: looseName, state: 'pending' as const, newestInHistory },
    blob: null,
    checksum: null,
  };
  return {
    snapshot: { ...snapshot, migrations: [...snapshot.migrations, file] },
    names: new Set([looseName]),
    whole: false,
    schema: false,
  };
}
