import { chmodSync, existsSync, renameSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { counted } from '../../analysis/wording/wording';
import { writeWhole } from '../../project/local-files';
import type { DatabaseAddress } from '../connection/database-address';
import { readHistory } from '../status/read-status';
import { sqliteMaker } from './copy-sqlite';
import { type DatabaseFacts, readFacts } from './database-facts';
import { mysqlMaker } from './dump-mysql';
import { postgresMaker } from './dump-postgres';
import { heldMigrations, holdTheSame } from './held-migrations';
import type { BackupJob, Made, Maker } from './job';
import { type BackupOutcome, type Failure, failed, refused, type Step } from './outcome';
import { ownMaker } from './own-command';
import { claimName, removeLeftParts } from './parts';
import { backupDirectory, ensureDirectory, extensions, gitWarning, partial } from './place';
import { paced } from './progress';
import type { Backup, BackupStamp, HeldMigrations } from './stamp';
import { fileFailure, removeFile } from './store-stream';

/**
 * Makes a backup of an environment, verifies it, and puts a stamp with the state of its migrations beside it. Never rejects. Until it is verified the file is
 * called `.partial`; when anything goes wrong it is removed, and earlier backups are never touched.
 */
export async function backUp(job: BackupJob): Promise<BackupOutcome> {
  const warnings: string[] = [];
  const warn = (text: string): void => {
    warnings.push(text);
    job.onEvent({ type: 'warning', text });
  };
  const made = await stampedBackup(job, warn).catch((error: unknown): Failure => {
    const { connection } = job.environment;
    const text = error instanceof Error ? error.message : String(error);
    const reason = connection.ok ? connection.redact(text) : text;
    return failed(
      'tool-failed',
      `The backup cannot be made: ${reason.replace(/\.$/, '')}.`,
      'Correct what the message names, and run it again.',
    );
  });
  if (made.type === 'done') return { type: 'backed-up', backup: made.value, warnings };
  return job.abort.aborted ? { type: 'cancelled', warnings } : { ...made, warnings };
}

async function stampedBackup(job: BackupJob, warn: (text: string) => void): Promise<Step<Backup>> {
  const { project, environment, now, onEvent } = job;
  const { connection } = environment;
  if (!connection.ok) return refused('no-url', connection.problem.message, connection.problem.help);
  const directory = job.directory ?? backupDirectory(project, environment.settings);
  try {
    ensureDirectory(directory, project.root);
  } catch (error) {
    const failure = fileFailure(error, directory);
    return failure?.type === 'failed'
      ? { ...failure, type: 'refused' }
      : refused('directory-unwritable', `${directory} cannot be used.`, 'Name another directory.');
  }
  for (const text of removeLeftParts(directory, new Date())) onEvent({ type: 'step', text });
  const before = await stateOf(job);
  if (before.type !== 'done') return before;
  const maker = await makerFor(job, before.value.facts);
  if (maker.type !== 'done') return maker;
  const ignored = await gitWarning(directory);
  for (const text of [...maker.value.warnings, ...(ignored === null ? [] : [ignored])]) warn(text);
  if (job.abort.aborted) return { type: 'cancelled' };

  try {
    const { name, release } = claimName(directory, environment.name, now);
    return await namedBackup(job, { directory, name, before: before.value, maker: maker.value, warn }).finally(release);
  } catch (error) {
    const failure = fileFailure(error, directory);
    if (failure === null) throw error;
    return failure;
  }
}

interface Begun {
  readonly directory: string;
  readonly name: string;
  readonly before: State;
  readonly maker: Maker;
  readonly warn: (text: string) => void;
}

async function namedBackup(job: BackupJob, { directory, name, before, maker, warn }: Begun): Promise<Step<Backup>> {
  const { environment, now, onEvent } = job;
  const { connection } = environment;
  if (!connection.ok) return refused('no-url', connection.problem.message, connection.problem.help);
  const { form, tool } = maker;
  const file = `${name}${extensions[form]}`;
  const path = join(directory, file);
  const { target } = connection.address;
  onEvent({ type: 'began', what: tool, target, total: before.facts.bytes });
  const made = await maker.make(path + partial, paced(onEvent, before.facts.bytes));
  const after = made.type === 'done' ? await stateOf(job, form === 'sqlite' ? path + partial : null) : made;
  // Who reads a file with a write-ahead log leaves empty ones beside it.
  for (const part of ['-wal', '-shm']) removeFile(path + partial + part);
  const counted = made.type === 'done' ? countedTables(made, before.facts, after) : made;
  if (made.type !== 'done' || counted.type !== 'done' || after.type === 'cancelled' || job.abort.aborted) {
    removeFile(path + partial);
    return made.type !== 'done' ? made : counted.type !== 'done' ? counted : { type: 'cancelled' };
  }
  const isSteady = after.type === 'done' && (form === 'sqlite' || holdTheSame(before.migrations, after.value.migrations));
  if (!isSteady) warn('Migrations were applied while the backup was made, so that nobody knows which of them it holds.');
  const isFile = made.stored !== null;
  const stamp: BackupStamp = {
    version: 1,
    environment: environment.name,
    provider: connection.address.provider,
    target,
    form: isFile ? form : 'snapshot',
    file: isFile ? file : null,
    reference: made.reference,
    serverVersion: before.facts.serverVersion,
    tool,
    bytes: made.stored?.bytes ?? 0,
    sha256: made.stored?.sha256 ?? null,
    beganAt: now.toISOString(),
    finishedAt: new Date().toISOString(),
    migrations: isSteady ? after.value.migrations : null,
    tables: made.tables,
    verified: [...made.verified, ...counted.value],
  };
  return keep(stamp, path, join(directory, `${name}.json`));
}

/** Gives the file its name, and writes the stamp: both or neither. */
function keep(stamp: BackupStamp, path: string, stampPath: string): Step<Backup> {
  const isFile = stamp.file !== null;
  try {
    if (isFile) renameSync(path + partial, path);
    writeWhole(stampPath, `${JSON.stringify(stamp, null, 2)}\n`);
    chmodSync(stampPath, 0o600);
  } catch (error) {
    for (const one of [path, path + partial, stampPath]) removeFile(one);
    const unknown = failed('directory-unwritable', `${dirname(path)} cannot be written to.`, 'Name another directory.');
    return fileFailure(error, dirname(path)) ?? unknown;
  }
  return { type: 'done', value: { path: isFile ? path : stampPath, stamp, bytes: stamp.bytes, isVerified: stamp.verified.length > 0 } };
}

interface State {
  readonly facts: DatabaseFacts;
  readonly migrations: HeldMigrations;
}

/** `copy`: a copy of a SQLite file, which is asked in its place: it says itself what it holds. */
async function stateOf({ environment, project }: BackupJob, copy: string | null = null): Promise<Step<State>> {
  if (!environment.connection.ok) return refused('no-url', environment.connection.problem.message, environment.connection.problem.help);
  const { address } = environment.connection;
  const asked: DatabaseAddress =
    copy === null ? address : { provider: 'sqlite', target: address.target, sqlite: { file: copy, target: address.target } };
  const connection = { ...environment.connection, address: asked };
  const [facts, history] = await Promise.all([readFacts(connection), readHistory({ connection })]);
  const problem = !facts.ok ? facts.problem : !history.ok ? history.problem : null;
  if (!facts.ok || !history.ok) return failed('unreachable', problem?.message ?? '', problem?.help ?? '');
  return { type: 'done', value: { facts: facts.value, migrations: await heldMigrations(history.value, project) } };
}

/** A table that somebody has made or dropped meanwhile is not the backup's fault. */
function countedTables({ tables }: Made & { readonly type: 'done' }, before: DatabaseFacts, after: Step<State>): Step<readonly string[]> {
  if (tables === null) return { type: 'done', value: [] };
  if (tables === before.tables || (after.type === 'done' && tables === after.value.facts.tables)) {
    return { type: 'done', value: [`it holds ${counted(tables, 'table')}, as the database does`] };
  }
  const message = `The backup holds ${counted(tables, 'table')}, and the database has ${before.tables}.`;
  return failed('not-verified', message, 'Look whether the role may read all of them, and run it again.');
}

/** What makes the backup: the database's own tool, unless the settings name a command of the user's. */
async function makerFor({ project, environment, variables, abort }: BackupJob, facts: DatabaseFacts): Promise<Step<Maker>> {
  const { connection, settings, name } = environment;
  if (!connection.ok) return refused('no-url', connection.problem.message, connection.problem.help);
  const { address, redact, url } = connection;
  const command = settings.backup?.command ?? null;
  const at = command === null ? null : programNamed(command);
  if (command !== null && at === null) {
    const directory = project.settings.file === null ? project.root : dirname(project.settings.file);
    return { type: 'done', value: ownMaker({ command, directory, environment: name, url, redact, variables, abort }) };
  }
  const own = at === null || !isAbsolute(at) ? null : at;
  switch (address.provider) {
    case 'postgresql':
      return postgresMaker({ address: address.postgres, redact, variables, abort, at: own }, facts);
    case 'mysql':
      return mysqlMaker({ address: address.mysql, redact, variables, abort, at: own }, facts);
    case 'sqlite':
      return { type: 'done', value: sqliteMaker({ connection, file: address.sqlite.file, abort }, facts) };
  }
}

/** The tool that a command without arguments names, by its name or its path; null for any other command. */
function programNamed(command: string): string | null {
  const text = command.trim();
  if (/^(pg_dump|mysqldump|mariadb-dump|sqlite3?)$/.test(text)) return text;
  return isAbsolute(text) && /[\\/](pg_dump|mysqldump|mariadb-dump)(\.exe)?$/i.test(text) && existsSync(text) ? text : null;
}
