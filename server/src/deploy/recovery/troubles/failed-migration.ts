import { counted } from '../../../analysis/wording/wording';
import type { Project } from '../../../project/project';
import { listBackups } from '../../backup/list';
import type { Environment } from '../../environments/environment';
import type { MigrationRow } from '../../status/database-history';
import { timeOf } from '../../status/words';
import { type DatabaseError, databaseErrorIn, errorFacts } from '../database-error';
import { examine } from '../examine';
import type { Examined } from '../examined';
import { howFarItRan, type Ran } from '../facts/ran';
import { statementOfError } from '../failing-statement';
import { lineOf, shownStatement } from '../file-statements';
import type { History } from '../history';
import { findOffending } from '../offending/find-offending';
import { offendingWords } from '../offending/question';
import type { FailedMigration, OffendingRows, StatementOutcome, Way } from '../recovery';
import { textThatRan } from '../text-that-ran';
import { failedWays } from '../ways/failed-ways';
import { appliedStep, deployStep, editStep, restoreStep, rolledBackStep } from '../ways/steps';

/** Looks at a migration that did not come to its end, beside the database. Never rejects. */
export async function failedMigration(
  row: MigrationRow,
  history: History,
  environment: Environment,
  project: Project,
): Promise<FailedMigration> {
  const error = databaseErrorIn(row.logs);
  const base = {
    kind: 'failed-migration',
    code: 'P3009',
    migration: row.name,
    startedAt: row.startedAt || null,
    error: error === null ? null : { code: error.code, message: error.message },
    detail: null,
  } as const;
  const ran = await textThatRan(row, history, project);
  const begun = ran === null ? null : { project, earlier: await history.appliedTexts(), failed: { name: row.name, text: ran.text } };
  const answer = begun === null ? null : await examine(environment, begun);
  if (ran === null || answer === null || !answer.ok || !environment.connection.ok) {
    const reason =
      ran === null ? `${row.name} is neither in the project nor in git.` : answer?.ok === false ? answer.problem.message : null;
    const known = { ...base, ranAs: null, statement: error?.statement ?? null, statements: [], offending: [] };
    const title = titleOf(row.name, error, known.statement, null);
    return {
      ...known,
      title,
      facts: [...beginning(row, error), ...(reason === null ? [] : [`What it did is not known: ${reason}`])],
      ways: blindWays(environment, row.name),
    };
  }
  const examined = answer.value;
  const told = error === null ? null : statementOfError(error, examined.file, examined.execution);
  const seen = howFarItRan({ ...examined, changes: examined.file.changes, failedAt: told, ...errorFacts(error) });
  const reached = reachedStatement(seen, examined, error);
  const named = agreed(told, reached, seen);
  const found = error === null ? null : await findOffending(examined, named, error.code, environment.connection.address);
  const statement = named ?? found?.statement ?? null;
  const offending = found?.rows ?? [];
  const ways = failedWays({
    place: environment,
    migration: row.name,
    code: error?.code ?? null,
    hasError: error !== null,
    ...{ examined, ran: seen, offending, statement },
  });
  const restore = restoreWay(row, environment, project);
  return {
    ...base,
    title: titleOf(row.name, error, statement, examined.file.statements.length),
    statement,
    ranAs: ranAs(seen, examined, statement),
    statements: outcomes(seen, examined),
    offending,
    facts: [...beginning(row, error), ...ran.notes, ...factsOf(seen, examined, offending)],
    ways: restore === null ? ways : [...ways, restore],
  };
}

/** Null where no verified backup from before the migration is known. */
function restoreWay(row: MigrationRow, { name, kind, settings }: Environment, project: Project): Way | null {
  const backup = listBackups(project, settings).find(({ stamp, isVerified }) => isVerified && stamp.beganAt < row.startedAt);
  if (backup === undefined) return null;
  const step = restoreStep({ name, kind }, backup.path, timeOf(backup.stamp.beganAt));
  return {
    title: 'Go back to a backup, where nothing else helps',
    steps: [step, deployStep({ name, kind }, 'Applies what the backup does not hold.')],
  };
}

/** Where statements commit one by one, the refused one stands behind those that have taken effect. */
function reachedStatement({ count }: Ran, { file }: Examined, error: DatabaseError | null): number | null {
  if (error === null || count === null || count.atLeast !== count.atMost) return null;
  const isInside = count.atLeast > 0 && count.atLeast < file.statements.length;
  return (isInside && !file.controlsTransactions) || file.statements.length === 1 ? count.atLeast : null;
}

/** A statement that shows and is not there has been refused, or never been reached: the error cannot mean one behind it. */
function agreed(told: number | null, reached: number | null, { changes }: Ran): number | null {
  if (told === null || reached === null) return told ?? reached;
  const isBehind = told > reached && changes.slice(reached, told).every((own) => own.length === 0);
  return isBehind ? told : reached;
}

function ranAs({ count }: Ran, { file }: Examined, statement: number | null): FailedMigration['ranAs'] {
  if (count === null || count.atLeast !== count.atMost || file.controlsTransactions) return null;
  if (count.atLeast > 0 && count.atLeast < file.statements.length) return 'per-statement';
  return count.atMost === 0 && statement !== null && statement > 0 ? 'one-transaction' : null;
}

function outcomes({ states }: Ran, { file }: Examined): readonly StatementOutcome[] {
  return file.statements.map(({ index, start, sql }) => ({
    index,
    line: lineOf(file.text, start),
    sql: shownStatement(sql),
    state: states[index] ?? 'unknown',
  }));
}

/** People count statements from 1, programs from 0. `of`: how many the file has; null where nobody knows. */
function titleOf(name: string, error: DatabaseError | null, statement: number | null, of: number | null): string {
  if (error === null) return `${name} was begun and has not ended; no error is stored.`;
  const where = statement === null ? '' : ` at statement ${statement + 1}${of === null ? '' : ` of ${of}`}`;
  return `${name} failed${where}${error.code === null ? '' : ` (${error.code})`}.`;
}

function beginning(row: MigrationRow, error: DatabaseError | null): readonly string[] {
  const began = row.startedAt === '' ? [] : [`It began ${timeOf(row.startedAt)} UTC.`];
  const said = error === null ? [] : [`The database has said: ${error.message}`];
  const lost = error === null ? ['Whoever ran it has lost the connection or was stopped, so only the database tells how far it came.'] : [];
  return [...began, ...said, ...lost];
}

function factsOf(ran: Ran, { file, held }: Examined, offending: readonly OffendingRows[]): readonly string[] {
  const end = file.statements.length;
  return [
    ...(ran.count === null
      ? ['The database fits no place of the file: something else has changed it as well.']
      : countWords(ran.count, end)),
    ...ran.leftovers.map((key) => `The ${key} is not valid: a concurrent build has left it behind (${held.get(key) ?? ''}).`),
    ...ran.strange.map(
      ({ key, held: value }) => `The database holds "${key}" in a form that the file never gives it: ${value ?? 'it is not there'}.`,
    ),
    ...offending.map((rows) => `${offendingWords(rows)}${rows.count === null ? ' (not counted within 5 s)' : ''}.`),
  ];
}

function countWords({ atLeast, atMost }: NonNullable<Ran['count']>, end: number): readonly string[] {
  const [first, last] = [counted(atLeast, 'statement'), atMost - atLeast];
  const done =
    atLeast === end
      ? 'All of its statements have'
      : atLeast === 0
        ? 'None of its statements has'
        : `Its first ${first} of ${end} ${atLeast === 1 ? 'has' : 'have'}`;
  const open = last === 0 ? '' : ` Of ${counted(last, 'more', 'more')} it cannot be told: they change rows, which no catalog shows.`;
  return [`${atLeast === 0 && last > 0 ? 'Nothing that a catalog shows has' : done} taken effect.${open}`];
}

/** Nothing is known of what it did. */
function blindWays(environment: Environment, migration: string): FailedMigration['ways'] {
  return [
    {
      title: 'Look what it did',
      steps: [
        editStep(
          'Bring the file of the migration back',
          'Without it nobody can tell what has taken effect.',
          'Then run "lockstep recover" again.',
        ),
      ],
    },
    {
      title: 'Nothing of it is there',
      steps: [rolledBackStep(environment, migration), deployStep(environment, 'Applies what is pending.')],
    },
    { title: 'All of it is there', steps: [appliedStep(environment, migration), deployStep(environment, 'Applies what is pending.')] },
  ];
}
