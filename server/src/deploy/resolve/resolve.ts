import { nameInGit } from '../../project/person';
import type { Project } from '../../project/project';
import type { Environment } from '../environments/environment';
import { appendEntry } from '../journal/journal';
import { runPrisma } from '../prisma-cli/run-prisma';
import { readStatus } from '../status/read-status';
import { checkResolve } from './check-resolve';
import type { ResolveAction, ResolveEvent, ResolveOutcome } from './outcome';

export interface ResolveGiven {
  readonly project: Project;
  readonly environment: Environment;
  readonly action: ResolveAction;
  readonly migration: string;
  /** What was typed as the confirmation; a protected environment asks for its name. */
  readonly confirmed: string | null;
  /** Why to go on against doubts; null where nobody has said. */
  readonly forceReason: string | null;
  readonly onEvent: (event: ResolveEvent) => void;
  readonly abort: AbortSignal;
  readonly now: Date;
}

/**
 * Marks a migration as rolled back or applied with the project's own Prisma CLI, once the database agrees. What it states is checked before and read again
 * afterwards. Never rejects.
 */
export async function resolveMigration(given: ResolveGiven): Promise<ResolveOutcome> {
  const { project, environment, action, migration, confirmed, forceReason, onEvent, abort } = given;
  const check = await checkResolve(environment, project, action, migration);
  if (!check.ok) return { state: 'unreachable', problem: check.problem };
  const certain = check.objections.filter(({ weight }) => weight === 'certain');
  if (certain.length > 0) return refused(certain, `"lockstep recover --env ${environment.name}" shows the ways out.`);
  if (check.objections.length > 0 && forceReason === null) {
    return refused(check.objections, 'Settle it first, or go on with --force-reason "<why>".');
  }
  onEvent({ type: 'checked', preview: check.preview });
  if (environment.kind === 'production' && confirmed !== environment.name) {
    return {
      state: 'refused',
      reasons: [...check.preview, `${environment.name} is protected.`],
      help: `Confirm with its name: --yes ${environment.name}.`,
    };
  }
  if (abort.aborted) return { state: 'cancelled' };
  const words = ['migrate', 'resolve', `--${action}`, migration];
  const run = await runPrisma(project, environment, words, { abort, onLine: ({ text }) => onEvent({ type: 'line', text }) });
  if (run.type === 'refused') return { state: 'refused', reasons: [run.message], help: run.help };
  const status = await readStatus(environment, project);
  const state = status.migrations.find(({ name }) => name === migration)?.state ?? null;
  const isDone = action === 'applied' ? state === 'applied' : state === 'rolled-back';
  const said = run.type === 'exited' ? `ended with code ${run.code}` : run.type === 'killed' ? `was ended by ${run.signal}` : 'was stopped';
  const shown = status.error === null ? `${migration} is ${state ?? 'not recorded'}` : status.error.message;
  const overridden = check.objections.map(({ text }) => text);
  const warning = run.type === 'cancelled' && !isDone ? null : await noted(given, { isDone, shown, overridden });
  if (isDone) return { state: 'resolved', preview: check.preview, overridden, warnings: warning === null ? [] : [warning] };
  if (run.type === 'cancelled') return { state: 'cancelled' };
  return { state: 'failed', message: `"prisma migrate resolve" ${said}, and ${shown}.`, output: run.output };
}

interface Done {
  readonly isDone: boolean;
  readonly shown: string;
  readonly overridden: readonly string[];
}

/** A line in the journal. What was overridden stands there with the reason; a warning where it cannot be written. */
async function noted(
  { project, environment, forceReason, now }: ResolveGiven,
  { isDone, shown, overridden }: Done,
): Promise<string | null> {
  const { connection, name } = environment;
  const redact = (text: string): string => (connection.ok ? connection.redact(text) : text);
  const against = overridden.length === 0 ? '' : ` Against: ${overridden.join(' ')} Reason: ${redact(forceReason ?? '')}`;
  return appendEntry(project.root, {
    type: 'resolve',
    at: now.toISOString(),
    by: await nameInGit(project.root),
    environment: name,
    target: connection.ok ? connection.address.target : '',
    outcome: isDone ? 'resolved' : 'failed',
    summary: `${shown}.${against}`,
    overrides: [],
    report: null,
  });
}

function refused(objections: readonly { readonly text: string }[], help: string): ResolveOutcome {
  return { state: 'refused', reasons: objections.map(({ text }) => text), help };
}
