import type { Project } from '../../project/project';
import type { Environment } from '../environments/environment';
import { lockstepLine } from '../recovery/command-line';
import { failureOf } from '../recovery/failure-of';
import type { FailedMigration, Recovery, Trouble } from '../recovery/recovery';
import { deployStep } from '../recovery/ways/steps';
import type { DeployFailure } from './outcome';

/** Why the CLI has failed: as the database shows it now. Its own words count only where the database shows nothing. */
export async function failureBehind(project: Project, environment: Environment, output: string, ended: string): Promise<DeployFailure> {
  const recovery = await failureOf(environment, project);
  const stated = codeIn(output);
  const next = nextOf(recovery);
  const failed = recovery.troubles.find((trouble): trouble is FailedMigration => trouble.kind === 'failed-migration');
  if (failed !== undefined) {
    const code = stated ?? failed.code;
    return {
      migration: failed.migration,
      statement: failed.statement,
      code,
      message: sentences(failed.title, failed.error?.message),
      next,
    };
  }
  const [trouble] = recovery.troubles;
  if (trouble !== undefined && tellsAll(trouble, stated)) {
    const migration = trouble.kind === 'running' ? trouble.migration : null;
    return { migration, statement: null, code: trouble.code, message: sentences(trouble.title, trouble.facts[0]), next };
  }
  return { migration: null, statement: null, code: stated, message: messageIn(output) ?? `The Prisma CLI ended ${ended}.`, next };
}

/** Whether what stops deploys now is also what has stopped this one, and not what the CLI has said. */
function tellsAll({ kind, code }: Trouble, stated: string | null): boolean {
  return kind === 'unreachable' || kind === 'running' || stated === null || stated === code;
}

/** The page first, then the best way out. */
function nextOf({ environment, kind, troubles }: Recovery): readonly string[] {
  const steps = troubles[0]?.ways[0]?.steps ?? [];
  const commands = steps.flatMap(({ command }) => (command === null ? [] : [command]));
  const page = lockstepLine('recover', '--env', environment);
  const again = commands.length === 0 ? [deployStep({ name: environment, kind }, '').command ?? ''] : [];
  return [...new Set([page, ...commands, ...again])];
}

/** `P1002` of the line that begins with `Error:`. */
function codeIn(output: string): string | null {
  return /^Error: (P\d{4})\b/m.exec(output)?.[1] ?? null;
}

/** What the CLI says behind `Error:`, up to the next empty line but one that only holds the code. */
function messageIn(output: string): string | null {
  const text = /^Error: (?:P\d{4}\s*)?([\s\S]+?)(?:\n\s*\n|$)/m.exec(output)?.[1];
  return text === undefined ? null : text.replace(/\s+/g, ' ').trim().slice(0, 500) || null;
}

function sentences(first: string, second: string | undefined): string {
  return second === undefined ? first : `${first} ${second}`;
}
