import { resolve } from 'node:path';
import { backUp } from '../deploy/backup/back-up';
import { backupLine } from '../deploy/backup/event-line';
import { backupAt, listBackups } from '../deploy/backup/list';
import type { BackupEvent, BackupOutcome } from '../deploy/backup/outcome';
import { findParts, removeLeftParts } from '../deploy/backup/parts';
import { backupDirectory } from '../deploy/backup/place';
import { verifyBackup } from '../deploy/backup/verify-backup';
import { abortOnSignal } from './abort-on-signal';
import { commonOptions, type OptionTable, oneOf, parseArguments } from './arguments';
import { environmentOption } from './environment-option';
import { oneEnvironment } from './environment-to-change';
import { type ExitCode, exitCode } from './exit-code';
import {
  type BackupFormat,
  backupFormats,
  backupJson,
  backupObject,
  backupPretty,
  json,
  listJson,
  listPretty,
  progressText,
} from './formats/backup';
import { openOutput } from './output';
import { Problem } from './problem';
import { progressOn } from './progress';
import { shownPath } from './shown-path';

export const backupOptions = {
  ...environmentOption,
  env: { ...environmentOption.env, help: 'The environment of lockstep.json.' },
  output: {
    type: 'string',
    short: 'o',
    value: '<directory>',
    help: 'Where backups lie. Default: "backup" in lockstep.json, else .lockstep/backups.',
  },
  list: { type: 'boolean', help: 'Lists the backups of the environment, the newest first.' },
  verify: { type: 'string', value: '<backup>', help: 'Reads a backup again and compares it with its stamp.' },
  format: { type: 'string', short: 'f', value: '<format>', help: `${backupFormats.join(' or ')}. Default: pretty.` },
  'run-config': { type: 'boolean', help: 'Runs a prisma.config.ts that computes its paths. It is code: only for projects that you trust.' },
  ...commonOptions,
} as const satisfies OptionTable;

/** `lockstep backup`: makes a verified backup of an environment, lists those that there are, or reads one again. */
export async function backup(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments('backup', words, backupOptions);
  const format = oneOf('format', values.format, backupFormats, 'pretty');
  const from = process.cwd();
  if (values.verify !== undefined) return verify(values.verify, format, from);
  const { project, environment } = await oneEnvironment('backup', values, positionals, from);
  const directory = values.output === undefined ? null : resolve(from, values.output);
  const output = openOutput(undefined);
  if (values.list === true) {
    const [place, now] = [directory ?? backupDirectory(project, environment.settings), new Date()];
    for (const text of [...removeLeftParts(place, now), ...beingWritten(place, now)]) process.stderr.write(`${text}\n`);
    const backups = listBackups(project, environment.settings, place);
    await output.write(
      format === 'json' ? listJson(environment.name, backups, now) : listPretty(environment.name, place, backups, now, from),
    );
    return exitCode.ok;
  }
  const { signal, release } = abortOnSignal();
  const log = logOn(process.stderr);
  const outcome = await backUp({
    project,
    environment,
    directory,
    now: new Date(),
    onEvent: log.tell,
    abort: signal,
    variables: process.env,
  });
  log.end();
  release();
  await output.write(format === 'json' ? backupJson(environment.name, outcome) : backupPretty(outcome, from));
  return codes[outcome.type];
}

function beingWritten(place: string, now: Date): readonly string[] {
  return findParts(place, now).flatMap(({ state, words }) => (state === 'being-written' ? [words] : []));
}

export const codes: Readonly<Record<BackupOutcome['type'], ExitCode>> = {
  'backed-up': exitCode.ok,
  refused: exitCode.refused,
  failed: exitCode.stopped,
  cancelled: exitCode.cancelled,
};

/** Tells what happens on stderr: lines, and on a terminal a progress below them. */
export function logOn(stream: NodeJS.WriteStream): { readonly tell: (event: BackupEvent) => void; readonly end: () => void } {
  const progress = progressOn(stream);
  return {
    tell: (event) => {
      const line = backupLine(event);
      if (line !== null) stream.write(`${stream.isTTY ? '\r\u001b[K' : ''}${line}\n`);
      if (event.type === 'progress') progress.show(progressText(event));
    },
    end: () => progress.clear(),
  };
}

async function verify(path: string, format: BackupFormat, from: string): Promise<ExitCode> {
  const found = backupAt(resolve(from, path));
  if (found === null)
    throw new Problem(`There is no backup with a stamp at "${path}".`, 'Name the file that "lockstep backup --list" shows.');
  const { signal, release } = abortOnSignal();
  const result = await verifyBackup(found, process.env, signal);
  release();
  if (result.type === 'cancelled') return exitCode.cancelled;
  const problem = result.type === 'done' ? null : result.problem;
  const checks = result.type === 'done' ? result.value : [];
  const pretty =
    problem === null
      ? `${shownPath(found.path, from)} is whole.\n${checks.map((check) => `  ${check}\n`).join('')}`
      : `${problem.message}\n${problem.help}\n`;
  const { environment } = found.stamp;
  const whole = { ...found, isVerified: found.isVerified && problem === null };
  const object = { version: 1, environment, outcome: problem === null ? 'verified' : 'damaged', backup: backupObject(whole), problem };
  await openOutput(undefined).write(format === 'json' ? json(object) : pretty);
  return problem === null ? exitCode.ok : exitCode.stopped;
}
