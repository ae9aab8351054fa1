import { adopt } from '../deploy/drift/adopt';
import { type DriftFound, driftOf } from '../deploy/drift/drift';
import { resolveEnvironment } from '../deploy/environments/resolve';
import { sourcesOf } from '../deploy/environments/variables';
import { readLocalMigrations } from '../deploy/status/local-migrations';
import { writeMigrations } from '../project/new-migrations';
import type { Project } from '../project/project';
import { oneOf } from './arguments';
import { type ColorWish, isColored, styleOf } from './color';
import { chosenEnvironments } from './environment-option';
import { type ExitCode, exitCode } from './exit-code';
import { driftFormats, formatDrifts, type ShownDrift } from './formats/drift';
import { openOutput } from './output';
import { Problem } from './problem';
import { shownPath } from './shown-path';

export const driftOptions = {
  env: {
    type: 'string',
    multiple: true,
    value: '<name>',
    help: 'Compares the database of this environment instead. Any number of times.',
  },
  against: { type: 'string', value: '<side>', help: 'With --env: history, which is applied there (default), or schema.' },
  adopt: { type: 'string', value: '<name>', help: 'With --env: writes a migration of this name with what the database has otherwise.' },
} as const;

interface Values extends ColorWish {
  readonly env?: readonly string[] | undefined;
  readonly against?: string | undefined;
  readonly adopt?: string | undefined;
  readonly format?: string | undefined;
  readonly output?: string | undefined;
  readonly 'run-config'?: boolean | undefined;
}

/** `lockstep diff --env`: in what databases are not what their history, or the schema, says. */
export async function drift(values: Values, paths: readonly string[]): Promise<ExitCode> {
  const against = oneOf('against', values.against, ['history', 'schema'], 'history');
  const format = oneOf('format', values.format, driftFormats, 'pretty');
  const from = process.cwd();
  const chosen = await chosenEnvironments(paths, values, from);
  const sources = sourcesOf(process.env);
  const shown: ShownDrift[] = [];
  let unreachable = false;
  for (const { project, environments } of chosen) {
    for (const settings of environments) {
      const environment = await resolveEnvironment(settings, project, sources);
      const found = await driftOf({ project, environment, against, sources });
      switch (found.type) {
        case 'compared':
          shown.push({ found, project });
          break;
        case 'impossible':
          throw new Problem(`${settings.name}: ${found.reason}`);
        case 'unreachable': {
          const { code, message, help } = found.problem;
          process.stderr.write(`${settings.name}: ${message}${code === null ? '' : ` (${code})`} ${help}\n`);
          unreachable = true;
        }
      }
    }
  }
  if (values.adopt !== undefined) return adoptFound(values.adopt, shown, from);
  const output = openOutput(values.output);
  const style = styleOf(values.output === undefined && isColored(values, process.env, process.stdout.isTTY));
  await output.write(formatDrifts(format, shown, style));
  output.end();
  if (unreachable) return exitCode.unreachable;
  return shown.some(({ found }) => found.differences.length > 0) ? exitCode.findings : exitCode.ok;
}

/** @throws Problem where there is nothing to adopt, or several databases to adopt it from. */
async function adoptFound(name: string, [shown, ...others]: readonly ShownDrift[], from: string): Promise<ExitCode> {
  if (shown === undefined) return exitCode.unreachable;
  if (others.length > 0) throw new Problem('"--adopt" takes what one database has; several were asked for.', 'Name one with "--env".');
  return writeAdoption(name, shown.found, shown.project, from);
}

async function writeAdoption(name: string, found: DriftFound, project: Project, from: string): Promise<ExitCode> {
  if (found.differences.length === 0) {
    process.stdout.write(`${found.environment} has nothing that the history has not. Nothing was written.\n`);
    return exitCode.ok;
  }
  const names = readLocalMigrations(project).map((migration) => migration.name);
  const adopted = adopt({ found, project, names, now: new Date(), name });
  if (!adopted.ok) throw new Problem(adopted.reason);
  if (project.migrationsDirectory === null) throw new Problem('The project has no migrations folder.');
  const written = writeMigrations(project.migrationsDirectory, [adopted.migration]);
  if (!written.ok) throw new Problem(written.reason);
  for (const path of written.paths) process.stdout.write(`${shownPath(path, from)}\n`);
  for (const sentence of adopted.remaining) process.stderr.write(`Not adopted: ${sentence}\n`);
  for (const { command, why } of adopted.next) process.stderr.write(`${why} ${command}\n`);
  return exitCode.ok;
}
