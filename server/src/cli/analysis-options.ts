import type { Project } from '../project/project';
import { serverVersionOf } from '../project/server-version';
import { postgresVersions } from '../project/settings';
import type { OptionTable } from './arguments';
import { Problem } from './problem';

/** Options of every command that analyses migrations. */
export const analysisOptions = {
  since: { type: 'string', value: '<ref>', help: 'Migrations that this git commit has are history, in place of the default branch.' },
  server: { type: 'string', value: '<version>', help: 'Major version of PostgreSQL, in place of lockstep.json: 12 to 18.' },
  prisma: { type: 'string', value: '<version>', help: 'Version of Prisma, in place of the installed one.' },
  'run-config': { type: 'boolean', help: 'Runs a prisma.config.ts that computes its paths. It is code: only for projects that you trust.' },
  stdin: { type: 'boolean', help: 'Reads one migration, or one file of a schema, from standard input.' },
  'stdin-filename': { type: 'string', value: '<path>', help: 'The migration.sql or *.prisma that standard input stands for.' },
  output: { type: 'string', short: 'o', value: '<file>', help: 'Writes the result to a file.' },
} as const satisfies OptionTable;

export interface Overrides {
  readonly server?: string | undefined;
  readonly prisma?: string | undefined;
  readonly 'no-cache'?: boolean | undefined;
}

/** The project with the versions that were asked for on the command line. */
export function withOverrides(project: Project, { server, prisma, 'no-cache': noCache }: Overrides): Project {
  const postgresql =
    server === undefined ? serverVersionOf(project, null, noCache === true ? [] : undefined).version : postgresVersion(server);
  if (prisma !== undefined && !/^\d+(\.\d+){0,2}/.test(prisma)) {
    throw new Problem(`"--prisma" takes a version such as 7.10.1; found "${prisma}".`);
  }
  return {
    ...project,
    prismaVersion: prisma ?? project.prismaVersion,
    settings: { ...project.settings, server: { ...project.settings.server, postgresql } },
  };
}

function postgresVersion(text: string): number {
  const version = postgresVersions.find((one) => String(one) === text.split('.')[0]);
  if (version !== undefined) return version;
  throw new Problem(
    `"--server" takes a major version of PostgreSQL from ${postgresVersions[0]} to ${postgresVersions.at(-1)}; found "${text}".`,
  );
}
