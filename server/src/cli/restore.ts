import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { listBackups } from '../deploy/backup/list';
import { backupDirectory } from '../deploy/backup/place';
import { readDatabaseAddress } from '../deploy/connection/database-address';
import { redactorFor } from '../deploy/connection/redact';
import type { Connection, Environment } from '../deploy/environments/environment';
import { urlOf } from '../deploy/environments/url-of';
import { sourcesOf } from '../deploy/environments/variables';
import type { RestoreJob } from '../deploy/restore/job';
import type { RestoreOutcome } from '../deploy/restore/outcome';
import { previewRestore } from '../deploy/restore/preview-restore';
import { restore as runRestore } from '../deploy/restore/restore';
import type { RestoreTarget } from '../deploy/restore/target';
import type { Project } from '../project/project';
import { abortOnSignal } from './abort-on-signal';
import { commonOptions, type OptionTable, oneOf, parseArguments } from './arguments';
import { logOn } from './backup';
import { environmentOption } from './environment-option';
import { oneEnvironment } from './environment-to-change';
import { type ExitCode, exitCode } from './exit-code';
import { backupFormats } from './formats/backup';
import { restoreJson, restorePretty } from './formats/restore';
import { openOutput } from './output';
import { Problem } from './problem';
import { findTargets } from './targets';
import { canAsk, typedName } from './typed-name';

export const restoreOptions = {
  ...environmentOption,
  env: { ...environmentOption.env, help: 'The environment of lockstep.json whose database is restored.' },
  to: { type: 'string', value: '<variable>', help: 'The variable that holds the URL of another database to restore into.' },
  scratch: { type: 'boolean', help: 'Restores into a new scratch database on the server of --env or --to.' },
  clean: { type: 'boolean', help: 'Drops what is in the database. Without it a database that is not empty is refused.' },
  yes: { type: 'string', value: '<name>', help: 'Confirms: the name of the environment, or of the variable.' },
  'no-backup': { type: 'boolean', help: 'Makes no backup of what a protected environment has now.' },
  format: { type: 'string', short: 'f', value: '<format>', help: `${backupFormats.join(' or ')}. Default: pretty.` },
  'run-config': { type: 'boolean', help: 'Runs a prisma.config.ts that computes its paths. It is code: only for projects that you trust.' },
  ...commonOptions,
} as const satisfies OptionTable;

type Values = ReturnType<typeof parseArguments<typeof restoreOptions>>['values'];

/** `lockstep restore <backup>`: into an environment, another database or a scratch one; compared with its stamp afterwards. */
export async function restore(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments('restore', words, restoreOptions);
  const format = oneOf('format', values.format, backupFormats, 'pretty');
  const from = process.cwd();
  const [word, ...paths] = positionals;
  if (word === undefined) {
    throw new Problem(
      '"lockstep restore" needs a backup.',
      'Name its file, its name or "latest": lockstep restore latest --env staging --scratch',
    );
  }
  const { project, environment, target } = await targetOf(values, paths, from);
  const backup = backupNamed(word, project, environment, from);
  const { signal, release } = abortOnSignal();
  const log = logOn(process.stderr);
  const sources = sourcesOf(process.env);
  const job: RestoreJob = {
    ...{
      project,
      backup,
      target,
      sources,
      clean: values.clean === true,
      confirmed: values.yes ?? null,
      backUpFirst: values['no-backup'] !== true,
    },
    ...{ variables: process.env, now: new Date(), onEvent: log.tell, abort: signal },
  };
  const outcome = await runRestore({ ...job, confirmed: job.confirmed ?? (await asked(job)) });
  log.end();
  release();
  const name = target.type === 'environment' ? target.environment.name : null;
  await openOutput(undefined).write(format === 'json' ? restoreJson(name, backup, outcome) : restorePretty(outcome, from));
  return codes[outcome.type];
}

const codes: Readonly<Record<RestoreOutcome['type'], ExitCode>> = {
  restored: exitCode.ok,
  refused: exitCode.refused,
  failed: exitCode.stopped,
  cancelled: exitCode.cancelled,
};

/** What a person types after having read what will happen; null where nothing has to be typed, and where nobody sits there. */
async function asked(job: RestoreJob): Promise<string | null> {
  if (!canAsk()) return null;
  const preview = await previewRestore(job);
  if (preview.type !== 'done' || preview.value.confirmation === null) return null;
  process.stderr.write(preview.value.sentences.map((sentence) => `${sentence}\n`).join(''));
  return typedName(`Type ${preview.value.confirmation} to restore: `);
}

interface Chosen {
  readonly project: Project;
  /** Whose backups a name or "latest" means; null where none was named. */
  readonly environment: Environment | null;
  readonly target: RestoreTarget;
}

async function targetOf(values: Values, paths: readonly string[], from: string): Promise<Chosen> {
  const isScratch = values.scratch === true;
  if (values.to === undefined) {
    const { project, environment } = await oneEnvironment('restore', values, paths, from);
    const { name, connection } = environment;
    return { project, environment, target: isScratch ? { type: 'scratch', name, connection } : { type: 'environment', environment } };
  }
  if (!/^\w+$/.test(values.to)) {
    throw new Problem('"--to" takes the name of a variable, such as OTHER_URL.', 'The URL itself belongs into that variable.');
  }
  const named = values.env === undefined ? null : await oneEnvironment('restore', values, paths, from);
  const project = named?.project ?? (await oneProject(paths, from, values['run-config'] === true));
  const connection = await connectionIn(values.to, project);
  return { project, environment: named?.environment ?? null, target: { type: isScratch ? 'scratch' : 'url', name: values.to, connection } };
}

async function oneProject(paths: readonly string[], from: string, runConfig: boolean): Promise<Project> {
  const { projects } = await findTargets(paths, from, runConfig);
  const [first, ...others] = projects;
  if (first === undefined || others.length > 0)
    throw new Problem('"lockstep restore" takes one project.', 'Name the folder of one project.');
  return first.project;
}

async function connectionIn(variable: string, project: Project): Promise<Connection> {
  const found = await urlOf({ name: variable, url: { type: 'env', variable } }, project, sourcesOf(process.env));
  if (!found.ok) throw new Problem(found.message, found.help);
  const read = readDatabaseAddress(found.url, project);
  if (!read.ok) throw new Problem(`${found.place} ${read.problem}.`);
  return { ok: true, address: read.address, redact: redactorFor(found.url), url: found.url };
}

/** A path, the name of a file among the backups of the environment, or its newest verified one. */
function backupNamed(word: string, project: Project, environment: Environment | null, from: string): string {
  const path = resolve(from, word);
  if (existsSync(path) || environment === null) return path;
  const inDirectory = join(backupDirectory(project, environment.settings), word);
  if (existsSync(inDirectory)) return inDirectory;
  if (word !== 'latest') return path;
  const latest = listBackups(project, environment.settings).find(({ isVerified }) => isVerified);
  if (latest === undefined)
    throw new Problem(`There is no verified backup of ${environment.name}.`, `"lockstep backup --env ${environment.name}" makes one.`);
  return latest.path;
}
