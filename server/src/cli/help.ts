import type { OptionTable } from './arguments';

/** Help of the program as a whole. */
export const programHelp = `Lockstep keeps Prisma schema changes safe.

lockstep <command> [paths…] [options]

Writing and reviewing:
  lint            what is wrong with pending migrations and with edits of the schema
  effects         what each statement locks, rewrites, scans and builds
  diff            the migration that Prisma would write for the schema; with --env, how a database differs
  create          the migrations for what the schema changes, in steps that block nobody
  revert          the migration that undoes another one
  plan            changes that take several releases: begins them, and advances them past their gates
  report          what a pull request does, how to go back, and a checklist

On the way to production:
  status          which migrations each environment has
  stats           how large the tables of an environment are
  rehearse        runs migrations on a throw-away copy, and measures each statement
  backup          a verified backup of an environment, and the list of those that there are
  restore         a backup into an environment, another database or a scratch one
  deploy          pending migrations, through the gates, by the project's own Prisma CLI
  recover         what a failed migration has done, and the steps that lead out
  resolve         marks a migration as rolled back or applied, once the database agrees
  backfill        updates the rows of a table in batches, resumable

To look up:
  rules           all rules with their severities
  explain <rule>  what a rule finds, why, and what to do
  lsp --stdio     the language server, for any editor

Paths are migration.sql files, migration folders, migrations directories and projects; none means the current directory.
"lockstep <command> --help" lists the options. --version prints the version.

Exit code: 0 nothing at or above --fail-on, or done; 1 findings; 2 it could not do its work; 6 a gate refuses; 7 it was begun and has failed or stopped; 130 cancelled.
Of status: 0 up to date; 3 pending; 4 failed, edited, missing or unmanaged; 5 unreachable or without a URL. The worst counts.
`;

/** Help of one command. */
export function commandHelp(usage: string, summary: string, options: OptionTable): string {
  const rows = Object.entries(options).map(([name, { short, value, help }]) => {
    const long = `--${name}${value === undefined ? '' : ` ${value}`}`;
    return [short === undefined ? `    ${long}` : `-${short}, ${long}`, help] as const;
  });
  const width = Math.max(...rows.map(([option]) => option.length));
  return `${summary}\n\nlockstep ${usage}\n\n${rows.map(([option, help]) => `  ${option.padEnd(width)}  ${help}`).join('\n')}\n`;
}
