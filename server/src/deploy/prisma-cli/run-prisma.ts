import type { Project } from '../../project/project';
import type { Environment } from '../environments/environment';
import { noWishes, type SessionWishes } from './child-url';
import { type PreparedCli, preparePrisma } from './prepare';
import { runScript } from './run-script';

/** A line that the CLI has printed, without secrets. */
export interface PrismaLine {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

export type PrismaRun =
  /** Nothing was run. Sentences without secrets. */
  | { readonly type: 'refused'; readonly message: string; readonly help: string }
  /** `output`: the end of what it printed, at most some hundred lines. */
  | { readonly type: 'exited'; readonly code: number; readonly output: string }
  /** By somebody else. */
  | { readonly type: 'killed'; readonly signal: string; readonly output: string }
  /** By `abort`. What it had sent to the server may go on there. */
  | { readonly type: 'cancelled'; readonly output: string };

export interface PrismaControl {
  readonly onLine: (line: PrismaLine) => void;
  readonly abort: AbortSignal;
  /** Asked first when it aborts, to end what the server is doing, so that the CLI can note it and end by itself. */
  readonly interrupt?: () => Promise<void>;
}

/**
 * Runs a command of the project's own Prisma CLI (`['migrate', 'resolve', '--applied', name]`) on the database of an environment, or says why
 * not. Never rejects.
 */
export async function runPrisma(
  project: Project,
  environment: Environment,
  command: readonly string[],
  control: PrismaControl,
  wishes: SessionWishes = noWishes,
): Promise<PrismaRun> {
  const preparation = await preparePrisma(project, environment, wishes);
  if (!preparation.ok) return { type: 'refused', message: preparation.message, help: preparation.help };
  return runPrepared(preparation.prepared, command, control);
}

/** The same with a CLI that is prepared already. */
export async function runPrepared(prepared: PreparedCli, command: readonly string[], control: PrismaControl): Promise<PrismaRun> {
  const { cli, options, variables, redact } = prepared;
  if (control.abort.aborted) return { type: 'cancelled', output: '' };
  const kept: string[] = [];
  const onLine = (stream: PrismaLine['stream'], line: string): void => {
    const text = redact(line);
    kept.push(text);
    if (kept.length > keptLines) kept.shift();
    control.onLine({ stream, text });
  };
  const script = { script: cli.script, words: [...command, ...options], directory: cli.workingDirectory, variables };
  const ended = await runScript(script, { onLine, abort: control.abort, interrupt: control.interrupt ?? null });
  const output = kept.join('\n').trim();
  switch (ended.type) {
    case 'not-started':
      return { type: 'refused', message: `The Prisma CLI cannot be started: ${redact(ended.reason)}`, help: `Look at ${cli.script}.` };
    case 'exited':
      return control.abort.aborted ? { type: 'cancelled', output } : { type: 'exited', code: ended.code, output };
    case 'killed':
      return control.abort.aborted ? { type: 'cancelled', output } : { type: 'killed', signal: ended.signal, output };
  }
}

const keptLines = 400;
