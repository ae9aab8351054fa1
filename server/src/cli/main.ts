import manifest from '../../../package.json';
import { nearestName } from '../project/nearest-name';
import type { OptionTable } from './arguments';
import { type ExitCode, exitCode } from './exit-code';
import { commandHelp, programHelp } from './help';
import { endOnClosedOutput } from './output';
import { isProblem, Problem } from './problem';
import { tuneForShortRuns } from './short-runs';

interface Command {
  readonly usage: string;
  readonly summary: string;
  /** Loaded when it is called for: a command costs what it needs and no more. */
  readonly load: () => Promise<{ readonly options: OptionTable; readonly run: (words: readonly string[]) => Promise<ExitCode> }>;
}

const commands: Readonly<Record<string, Command>> = {
  lint: {
    usage: 'lint [paths…] [options]',
    summary: 'Finds what is wrong with pending migrations, and with what the schema changes, judged against all earlier migrations.',
    load: async () => {
      const { lint, lintOptions } = await import('./lint');
      return { run: lint, options: lintOptions };
    },
  },
  effects: {
    usage: 'effects [paths…] [options]',
    summary: 'Shows what each statement locks, rewrites, scans and builds.',
    load: async () => {
      const { effects, effectsOptions } = await import('./effects');
      return { run: effects, options: effectsOptions };
    },
  },
  diff: {
    usage: 'diff [paths…] [options]',
    summary: 'Prints the migration that Prisma would write for the schema; with --env, in what a database is not what its history says.',
    load: async () => {
      const { diff, diffOptions } = await import('./diff');
      return { run: diff, options: diffOptions };
    },
  },
  backfill: {
    usage: 'backfill [file] [options]',
    summary: 'Updates the rows of a table in batches: paced, resumable, verified in the end. Several runners may share the work.',
    load: async () => {
      const { backfill, backfillOptions } = await import('./backfill');
      return { run: backfill, options: backfillOptions };
    },
  },
  create: {
    usage: 'create [project] --name <name> [options]',
    summary: 'Writes the migrations for everything that the schema changes, in steps that block nobody.',
    load: async () => {
      const { create, createOptions } = await import('./create');
      return { run: create, options: createOptions };
    },
  },
  deploy: {
    usage: 'deploy [project] --env <name> [options]',
    summary: "Deploys pending migrations through the gates, by the project's own Prisma CLI, and looks at what has come of it.",
    load: async () => {
      const { deploy, deployOptions } = await import('./deploy');
      return { run: deploy, options: deployOptions };
    },
  },
  backup: {
    usage: 'backup [project] --env <name> [options]',
    summary: 'Makes a verified backup of an environment that says which migrations it holds, and lists those that there are.',
    load: async () => {
      const { backup, backupOptions } = await import('./backup');
      return { run: backup, options: backupOptions };
    },
  },
  restore: {
    usage: 'restore <backup> [project] --env <name> | --to <variable> [options]',
    summary: 'Restores a backup into an environment, another database or a new scratch one, and compares the result with its stamp.',
    load: async () => {
      const { restore, restoreOptions } = await import('./restore');
      return { run: restore, options: restoreOptions };
    },
  },
  status: {
    usage: 'status [project] [--env <name>]… [options]',
    summary: 'Shows which migrations each environment has, asked of its database.',
    load: async () => {
      const { status, statusOptions } = await import('./status');
      return { run: status, options: statusOptions };
    },
  },
  recover: {
    usage: 'recover [project] --env <name> [options]',
    summary: 'Says what is wrong with the migrations of an environment, what a failed one has done, and the steps that lead out.',
    load: async () => {
      const { recover, recoverOptions } = await import('./recover');
      return { run: recover, options: recoverOptions };
    },
  },
  resolve: {
    usage: 'resolve [project] --env <name> --rolled-back|--applied <migration> [options]',
    summary: 'Marks a migration as rolled back or as applied, once the database agrees with that.',
    load: async () => {
      const { resolve, resolveOptions } = await import('./resolve');
      return { run: resolve, options: resolveOptions };
    },
  },
  report: {
    usage: 'report [paths…] [options]',
    summary: 'Writes what a pull request does to the databases that it reaches, how to go back, and a checklist, as Markdown.',
    load: async () => {
      const { report, reportOptions } = await import('./report');
      return { run: report, options: reportOptions };
    },
  },
  rehearse: {
    usage: 'rehearse [project] [--env <name>] [options]',
    summary: 'Runs migrations on a throw-away copy of the database, and measures each statement: time, locks, rewrites, rows, errors.',
    load: async () => {
      const { rehearse, rehearseOptions } = await import('./rehearse');
      return { run: rehearse, options: rehearseOptions };
    },
  },
  revert: {
    usage: 'revert <migration> [project] [options]',
    summary: 'Writes the migration that undoes another one, and says what cannot be brought back.',
    load: async () => {
      const { revert, revertOptions } = await import('./revert');
      return { run: revert, options: revertOptions };
    },
  },
  stats: {
    usage: 'stats [project] --env <name> [options]',
    summary: 'Takes the sizes of the tables of an environment; findings and plans speak of them from then on.',
    load: async () => {
      const { stats, statsOptions } = await import('./stats');
      return { run: stats, options: statsOptions };
    },
  },
  plan: {
    usage: 'plan [list|show|start|advance|confirm|abandon] [name] [options]',
    summary: 'Changes that take several releases: lists them, begins one, asks the gates and promotes the next stage.',
    load: async () => {
      const { plan, planOptions } = await import('./plan');
      return { run: plan, options: planOptions };
    },
  },
  rules: {
    usage: 'rules [options]',
    summary: 'Lists all rules with their severities.',
    load: async () => {
      const { rules, rulesOptions } = await import('./rules');
      return { run: rules, options: rulesOptions };
    },
  },
  explain: {
    usage: 'explain <rule>',
    summary: 'Prints the page of a rule.',
    load: async () => {
      const { explain, explainOptions } = await import('./explain');
      return { run: explain, options: explainOptions };
    },
  },
  lsp: {
    usage: 'lsp --stdio',
    summary: 'Runs the language server.',
    load: async () => {
      const { lsp, lspOptions } = await import('./lsp');
      return { run: lsp, options: lspOptions };
    },
  },
};

/** Runs the command that the words name. */
async function main([name, ...words]: readonly string[]): Promise<ExitCode> {
  if (name === '--version' || name === '-v') return print(`${manifest.version}\n`);
  if (name === undefined || name === '--help' || name === '-h' || (name === 'help' && words.length === 0)) return print(programHelp);
  const [called, rest] = name === 'help' ? [words[0] ?? '', ['--help']] : [name, words];
  const command = Object.hasOwn(commands, called) ? commands[called] : undefined;
  if (command === undefined) {
    const near = nearestName(called, Object.keys(commands));
    throw new Problem(
      `There is no command "${called}"${near === null ? '.' : `; did you mean "${near}"?`}`,
      '"lockstep --help" lists the commands.',
    );
  }
  const { options, run } = await command.load();
  const ownWords = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  if (ownWords.includes('--help') || ownWords.includes('-h')) return print(commandHelp(command.usage, command.summary, options));
  return run(rest);
}

function print(text: string): ExitCode {
  process.stdout.write(text);
  return exitCode.ok;
}

/** People get a sentence and a next step; only a defect of Lockstep itself shows where it happened, and only when asked. */
function report(error: unknown): void {
  if (isProblem(error)) {
    process.stderr.write(`${error.message}\n${error.next === null ? '' : `${error.next}\n`}`);
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`Lockstep stopped because of a defect of its own: ${message}\nLOCKSTEP_DEBUG=1 shows where it is.\n`);
  if (process.env.LOCKSTEP_DEBUG === '1' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
}

tuneForShortRuns();

/** Without a handle that is alive, Node waits for all background work of V8 whenever this program yields. */
const alive = setInterval(() => {}, 2 ** 30);

endOnClosedOutput();
void run(process.argv.slice(2));

async function run(words: readonly string[]): Promise<void> {
  try {
    process.exitCode = await main(words);
  } catch (error) {
    process.exitCode = exitCode.failed;
    report(error);
  }
  clearInterval(alive);
}
