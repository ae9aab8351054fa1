import { isUnanalysed } from '../../../analysis/analyze';
import type { AnalysedStatement } from '../../../analysis/migration/migration';
import type { Rehearsal, RehearsedStatement } from '../rehearsal';
import { ask, type Ran, type Session, type SqlError } from '../session';
import { countedRows, notRun } from '../statements';
import { differencesOf, failureDifferences } from './differences';
import { readLocks, readRelations } from './relations';
import { heldByName, type Moment, seenBetween } from './seen';
import { begins, controls, ends, needsBlock } from './transaction-words';
import type { Watch } from './watch';

export interface PostgresRun {
  readonly session: Session;
  /** Looks at the locks of a statement that runs outside of a transaction. */
  readonly watch: Watch;
  /** The schema of the connection URL. */
  readonly ownSchema: string | null;
  readonly execution: Rehearsal['execution'];
  readonly text: string;
  readonly statements: readonly AnalysedStatement[];
  /** Why a statement fails that would not on a real server: a sentence; null where it would. */
  readonly lacking: (error: SqlError) => string | null;
  readonly onStatement: (statement: RehearsedStatement, phase: 'begun' | 'done') => void;
  readonly abort: AbortSignal;
}

/**
 * Runs a migration as Prisma does, each statement by itself between two looks at the catalog. What Prisma sends as one query is a transaction here
 * that is begun and committed by hand: the server treats both alike, but for statements that it then refuses either way.
 * Source: https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT
 */
export async function runPostgresMigration(run: PostgresRun): Promise<readonly RehearsedStatement[]> {
  const { session, execution, statements, text } = run;
  const together = execution === 'one-transaction' && statements.length > 1;
  const results = statements.map(({ index, span }) => notRun(index, span, text));
  let open = false;
  let firstOfBlock = 0;
  let moment: Moment = { relations: await readRelations(session, run.ownSchema), locks: new Map() };

  for (let at = 0; at < statements.length; at++) {
    const [statement, planned] = [statements[at], results[at]];
    if (statement === undefined || planned === undefined || planned.state === 'skipped') continue;
    run.abort.throwIfAborted();
    run.onStatement(planned, 'begun');
    if (!open) {
      firstOfBlock = at;
      moment = { relations: moment.relations, locks: new Map() };
    }
    if (together && !open && !begins(statement)) {
      await ask(session, 'BEGIN');
      open = true;
    }
    const step = { run, statement, planned, sql: text.slice(statement.span.start, statement.span.end), before: moment };
    const { result, after } = await carryOut(step, open);
    results[at] = result;
    run.onStatement(result, 'done');
    if (result.state === 'failed' || (result.state === 'skipped' && open)) {
      if (open) await session.run('ROLLBACK');
      open = false;
      takeBack(results, firstOfBlock, at, result.state === 'failed' ? 'rolled-back' : 'not-run');
      if (result.state === 'failed') return results;
      // The server has given up the transaction: once more, without what the copy cannot do.
      moment = { relations: await readRelations(session, run.ownSchema), locks: new Map() };
      at = firstOfBlock - 1;
      continue;
    }
    moment = after;
    if (begins(statement)) open = true;
    if (ends(statement)) open = false;
  }
  return open ? committed(run, results, firstOfBlock) : results;
}

/** The end of the file is the end of its transaction. */
async function committed(
  run: PostgresRun,
  results: readonly RehearsedStatement[],
  firstOfBlock: number,
): Promise<readonly RehearsedStatement[]> {
  const { ok, ...ended } = await run.session.run('COMMIT');
  if (ok || !('error' in ended)) return results;
  const failed = [...results];
  const at = failed.findLastIndex(({ state }) => state === 'ran');
  takeBack(failed, firstOfBlock, at, 'rolled-back');
  const last = failed[at];
  if (last === undefined) return failed;
  failed[at] = { ...last, state: 'failed', error: { ...ended.error, atCommit: true } };
  run.onStatement(failed[at], 'done');
  return failed;
}

function takeBack(results: RehearsedStatement[], from: number, to: number, state: 'rolled-back' | 'not-run'): void {
  for (let index = from; index < to; index++) {
    const result = results[index];
    if (result?.state === 'ran') results[index] = { ...result, state };
  }
}

function carryOut(step: Step, open: boolean): Promise<Done> {
  const { statement } = step;
  if (open || controls(statement)) return inBlock(step);
  return needsBlock(statement) || !statement.effect.transactional ? bare(step) : alone(step);
}

interface Step {
  readonly run: PostgresRun;
  readonly statement: AnalysedStatement;
  readonly sql: string;
  readonly planned: RehearsedStatement;
  readonly before: Moment;
}

interface Done {
  readonly result: RehearsedStatement;
  readonly after: Moment;
}

/** In a transaction that is open, or that it opens or ends itself. */
async function inBlock(step: Step): Promise<Done> {
  const ran = await step.run.session.run(step.sql);
  if (!ran.ok) return refused(step, ran.error, ran.milliseconds);
  if (controls(step.statement)) {
    const relations = await readRelations(step.run.session, step.run.ownSchema);
    return { result: { ...step.planned, state: 'ran', milliseconds: ran.milliseconds }, after: { relations, locks: step.before.locks } };
  }
  return { ...(await watched(step, ran)) };
}

/** In a transaction of its own, so that its locks can be seen before they are given back. */
async function alone(step: Step): Promise<Done> {
  const { session } = step.run;
  await ask(session, 'BEGIN');
  const ran = await session.run(step.sql);
  if (!ran.ok) {
    await session.run('ROLLBACK');
    return refusesBlock(ran.error) ? bare(step) : refused(step, ran.error, ran.milliseconds);
  }
  const { result, after } = await watched(step, ran);
  const committed = await session.run('COMMIT');
  if (!committed.ok) return refused(step, committed.error, ran.milliseconds + committed.milliseconds, true);
  return { result: { ...result, milliseconds: ran.milliseconds + committed.milliseconds }, after };
}

/** Outside of any transaction block. */
async function bare(step: Step): Promise<Done> {
  const { session, ownSchema, watch } = step.run;
  const { value: ran, locks, watched } = await watch(() => session.run(step.sql));
  const relations = await readRelations(session, ownSchema);
  if (!ran.ok) return { ...refused(step, ran.error, ran.milliseconds), after: { relations, locks: new Map() } };
  return { result: resultOf(step, ran, { relations, locks }, watched), after: { relations, locks: new Map() } };
}

async function watched(step: Step, ran: Ran & { readonly ok: true }): Promise<Done> {
  const { session, ownSchema } = step.run;
  const after: Moment = { relations: await readRelations(session, ownSchema), locks: await readLocks(session, null) };
  return { result: resultOf(step, ran, after, 'held'), after };
}

function resultOf(
  step: Step,
  ran: Ran & { readonly ok: true },
  after: Moment,
  watched: 'held' | 'sampled' | 'not-watched',
): RehearsedStatement {
  const { before, statement, planned, sql } = step;
  const seen = seenBetween(before, after, watched);
  const { effect } = statement;
  const compared = { seen, heldBefore: heldByName(before), heldAfter: heldByName({ relations: before.relations, locks: after.locks }) };
  return {
    ...planned,
    state: 'ran',
    milliseconds: ran.milliseconds,
    rows: countedRows(sql, ran.affected),
    seen,
    ...(isUnanalysed(statement)
      ? {}
      : {
          foretold: { locks: Object.fromEntries(effect.locks), rewrites: effect.rewrites, grows: effect.grows },
          differences: differencesOf(effect, compared),
        }),
  };
}

function refused({ run, statement, planned, before }: Step, error: SqlError, milliseconds: number, atCommit = false): Done {
  const reason = run.lacking(error);
  const differences = reason !== null || isUnanalysed(statement) ? [] : failureDifferences(statement.effect, error);
  const result: RehearsedStatement = {
    ...planned,
    state: reason === null ? 'failed' : 'skipped',
    reason,
    milliseconds,
    differences,
    error: { ...error, atCommit },
  };
  return { result, after: before };
}

/** It cannot run in a transaction block, or ends the transaction itself. */
function refusesBlock({ code }: SqlError): boolean {
  return code === '25001' || code === '2D000';
}
