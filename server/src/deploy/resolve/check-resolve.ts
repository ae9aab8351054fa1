import { listed } from '../../analysis/wording/wording';
import type { Project } from '../../project/project';
import { withoutByteOrderMark } from '../../project/read-files';
import type { DatabaseProblem } from '../connection/problem';
import type { Environment } from '../environments/environment';
import { baselineOf } from '../recovery/baseline';
import { databaseErrorIn, errorFacts } from '../recovery/database-error';
import { examine } from '../recovery/examine';
import type { Examined } from '../recovery/examined';
import { factsAfter, isSpelled } from '../recovery/facts/facts';
import { howFarItRan, type Ran } from '../recovery/facts/ran';
import { statementOfError } from '../recovery/failing-statement';
import { type History, historyOf } from '../recovery/history';
import { textThatRan } from '../recovery/text-that-ran';
import { lockHolder } from '../recovery/troubles/lock-held';
import { sessionName } from '../sessions/session';
import { migrationStatuses } from '../status/compare';
import { readLocalMigrations } from '../status/local-migrations';
import { readHistory } from '../status/read-status';
import type { ResolveAction } from './outcome';

/** What speaks against resolving a migration in this way. */
export interface Objection {
  /** A sentence. */
  readonly text: string;
  /** `certain`: Prisma would refuse it, or the next deploy would fail. A person may have a reason to go on against the others. */
  readonly weight: 'certain' | 'doubt';
}

export type ResolveCheck =
  | {
      readonly ok: true;
      /** What it will do and what was looked at, in sentences. */
      readonly preview: readonly string[];
      readonly objections: readonly Objection[];
    }
  | { readonly ok: false; readonly problem: DatabaseProblem };

/** Compares what `resolve` would state with the database. Changes nothing, never rejects. */
export async function checkResolve(
  environment: Environment,
  project: Project,
  action: ResolveAction,
  migration: string,
): Promise<ResolveCheck> {
  const read = await readHistory(environment);
  const local = readLocalMigrations(project);
  if (!read.ok) return read;
  const history = historyOf(read.value, local, migrationStatuses(local, read.value.rows ?? []), project);
  const refused = action === 'rolled-back' ? notRollable(history, migration) : notAppliable(history, migration);
  if (refused !== null) return { ok: true, preview: [], objections: [{ text: refused, weight: 'certain' }] };
  const holder = await lockHolder(environment);
  if (holder !== null) {
    const text = `${sessionName(holder)} holds Prisma's migration lock: a migration may be running now.`;
    return { ok: true, preview: [], objections: [{ text, weight: 'certain' }] };
  }
  const question = { environment, project, history, migration };
  return action === 'rolled-back' ? checkRolledBack(question) : checkApplied(question);
}

/** Source: https://github.com/prisma/prisma-engines/blob/main/schema-engine/commands/src/commands/mark_migration_rolled_back.rs */
function notRollable({ database, rowOf }: History, migration: string): string | null {
  const attempts = (database.rows ?? []).filter(({ name }) => name === migration);
  if (attempts.length === 0) return `${migration} was never begun here, so there is nothing to roll back (P3011).`;
  const row = rowOf(migration);
  if (row === null) return `${migration} is marked as rolled back already.`;
  return row.finishedAt === null
    ? null
    : `${migration} is applied and has not failed (P3012); "lockstep revert ${migration}" writes the migration that undoes it.`;
}

/** Source: https://github.com/prisma/prisma-engines/blob/main/schema-engine/commands/src/commands/mark_migration_applied.rs */
function notAppliable({ database, local }: History, migration: string): string | null {
  if (!local.some(({ name }) => name === migration)) return `The project has no migration ${migration} (P3017).`;
  const isApplied = (database.rows ?? []).some(({ name, finishedAt }) => name === migration && finishedAt !== null);
  return isApplied ? `${migration} is recorded as applied already (P3008).` : null;
}

interface Question {
  readonly environment: Environment;
  readonly project: Project;
  readonly history: History;
  readonly migration: string;
}

/** Nothing of the failed attempt may be left that the file would run into. */
async function checkRolledBack({ environment, project, history, migration }: Question): Promise<ResolveCheck> {
  const row = history.rowOf(migration);
  const text = row === null ? null : await textThatRan(row, history, project);
  const preview = [`Marks ${migration} as rolled back; the next deploy applies it again.`];
  const cannotTell = (why: string): ResolveCheck => {
    return { ok: true, preview, objections: [{ text: `What is left of it is not known: ${why}`, weight: 'doubt' }] };
  };
  if (row === null || text === null) return cannotTell(`${migration} is neither in the project nor in git.`);
  const earlier = await history.appliedTexts();
  const answer = await examine(environment, { project, earlier, failed: { name: migration, text: text.text } });
  if (!answer.ok) return answer;
  const ran = ranBy(answer.value, history, migration);
  const again = fileOf(history, migration) ?? text.text;
  const left = leftOf(ran);
  if (left.length === 0)
    return { ok: true, preview: [...preview, 'Nothing of it is left in the schema.', ...openWords(ran)], objections: [] };
  const refusals = answer.value.refusals(again);
  if (refusals.length === 0 && again !== text.text) {
    // Somebody has changed the file so that it goes on from here.
    const words = `${left.join(' ')} The file of today has been changed since, and nothing of it is certain to fail.`;
    return { ok: true, preview: [...preview, words, ...openWords(ran)], objections: [] };
  }
  const objection: Objection =
    refusals[0] === undefined
      ? { text: left.join(' '), weight: 'doubt' }
      : { text: `${left.join(' ')} The file would fail again: ${refusals[0]}`, weight: 'certain' };
  return { ok: true, preview: [...preview, ...openWords(ran)], objections: [objection] };
}

function leftOf({ states, changes, leftovers }: Ran): readonly string[] {
  const taken = states.flatMap((state, index) => (state === 'taken' && (changes[index]?.length ?? 0) > 0 ? [String(index + 1)] : []));
  return [
    ...(taken.length === 0
      ? []
      : [
          `${taken.length === 1 ? 'Statement' : 'Statements'} ${listed(taken, 8)} of it ${taken.length === 1 ? 'has' : 'have'} taken effect.`,
        ]),
    ...leftovers.map((key) => `The ${key} was left behind and is not valid.`),
  ];
}

function openWords({ states }: Ran): readonly string[] {
  const open = states.flatMap((state, index) => (state === 'unknown' ? [String(index + 1)] : []));
  return open.length === 0 ? [] : [`Whether statement ${listed(open, 8)} has taken effect cannot be told from the schema.`];
}

/** Everything that the file does has to be there. */
async function checkApplied({ environment, project, history, migration }: Question): Promise<ResolveCheck> {
  const preview = [`Marks ${migration} as applied; none of its SQL runs.`];
  const text = fileOf(history, migration) ?? '';
  const earlier = (await history.appliedTexts()).filter(({ name }) => name < migration);
  const answer = await examine(environment, { project, earlier, failed: { name: migration, text } });
  if (!answer.ok) return answer;
  const examined = answer.value;
  const lacking = lackingIn(examined);
  const isBaseline = lacking.length > 0 && (await baselineOf(history, environment, project))?.satisfied.includes(migration) === true;
  const rows = history.rowOf(migration) === null ? [] : openStatements(examined, ranBy(examined, history, migration));
  const objections: readonly Objection[] = [
    ...(lacking.length === 0 || isBaseline ? [] : [{ text: `Not all of it is there: ${listed(lacking, 5)}.`, weight: 'doubt' } as const]),
    ...rows,
  ];
  const seen = objections.length === 0 ? ['Everything that it does to the schema is there.'] : [];
  return { ok: true, preview: [...preview, ...seen], objections };
}

/** What the file leaves and the database has not. */
function lackingIn({ file, held }: Examined): readonly string[] {
  const after = factsAfter(file.before, file.changes, file.changes.length);
  const keys = new Set(file.changes.flat().map(({ key }) => key));
  return [...keys].filter((key) => {
    if (file.before.get(key) === after.get(key)) return false;
    return isSpelled(key) ? held.has(key) !== after.has(key) : held.get(key) !== after.get(key);
  });
}

/** Statements of a begun migration that no catalog shows: nobody sees whether they have run. */
function openStatements({ file }: Examined, { states }: Ran): readonly Objection[] {
  const open = file.statements.filter(({ index, changesRows, isBlind }) => (changesRows || isBlind) && states[index] !== 'taken');
  if (open.length === 0) return [];
  const words = listed(
    open.map(({ index }) => String(index + 1)),
    8,
  );
  return [{ text: `Whether statement ${words} has run cannot be told: the schema does not show what it does.`, weight: 'doubt' }];
}

function ranBy(examined: Examined, history: History, migration: string): Ran {
  const error = databaseErrorIn(history.rowOf(migration)?.logs ?? null);
  const failedAt = error === null ? null : statementOfError(error, examined.file, examined.execution);
  return howFarItRan({
    changes: examined.file.changes,
    held: examined.held,
    failedAt,
    ...errorFacts(error),
    execution: examined.execution,
  });
}

function fileOf({ local }: History, migration: string): string | null {
  const bytes = local.find(({ name }) => name === migration)?.bytes;
  return bytes === undefined ? null : withoutByteOrderMark(bytes.toString('utf8'));
}
