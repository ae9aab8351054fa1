import { apply } from '../catalog/apply/apply';
import type { Catalog } from '../catalog/catalog';
import { draftAt, type Session, snapshot } from '../catalog/draft';
import type { Recorded, Recorder } from '../catalog/watched-catalog';
import type { Effect, Server } from '../effects/effect';
import { effectOfOperation, effectOfStatement } from '../effects/effect-of';
import { noEffect } from '../effects/merge';
import { inExecutionOrder } from '../operation/execution-order';
import type { Operation } from '../operation/operation';
import type { Statement } from '../sql/statement';
import type { AnalysedStatement, PlacedOperation } from './migration';

/** What a connection meets between two statements. */
export interface State {
  readonly catalog: Catalog;
  /** The same catalog, as it is handed out: at the start the very one that was given, by which others know what they have found of it. */
  readonly shown: Catalog;
  readonly session: Session;
}

export function stateOf(catalog: Catalog, session: Session): State {
  return { catalog, shown: catalog, session };
}

/** One statement, followed. */
export interface Step {
  readonly statement: AnalysedStatement;
  /** In the order in which they are carried out. */
  readonly operations: readonly PlacedOperation[];
  /** What the statement meets. */
  readonly start: State;
  /** What it leaves. */
  readonly end: State;
  /** What it has read of the catalog, and what each of its operations has written; null where nobody wrote that down. */
  readonly record: Recorded | null;
}

export function followStatement(read: Statement, start: State, server: Server, recorder: Recorder | null): Step {
  const draft = draftAt(start.catalog, start.session);
  const operations = inExecutionOrder(read.operations);
  const catalogs: Catalog[] = [];
  const found: Effect[] = [];
  let { catalog } = start;
  recorder?.begin();
  for (const operation of operations) {
    recorder?.nextPart();
    catalogs.push(catalogs.length === 0 ? start.shown : catalog);
    found.push(effectOfOperation(operation, { before: catalog, server }));
    apply(draft, operation);
    catalog = snapshot(draft);
  }
  const recorded = recorder?.end() ?? null;
  const effects = operations === read.operations ? found : inWrittenOrder(read.operations, operations, found);
  const { index, span, kind } = read;
  const before = start.shown;
  const statement = { index, span, kind, operations: read.operations, before, effects, effect: effectOfStatement(effects) };
  return {
    statement,
    operations: operations.map((operation, at) => ({
      operation,
      statement,
      before: catalogs[at] ?? before,
      effect: found[at] ?? noEffect,
    })),
    start,
    end: stateOf(catalog, { ...draft.session }),
    // What a rollback brings back is written nowhere.
    record: operations.some(rollsBack) ? null : recorded,
  };
}

function rollsBack(operation: Operation): boolean {
  return operation.kind === 'transaction-control' && (operation.action === 'rollback' || operation.action === 'rollback-to');
}

function inWrittenOrder(written: readonly Operation[], executed: readonly Operation[], effects: readonly Effect[]): readonly Effect[] {
  const effectOf = new Map(executed.map((operation, index) => [operation, effects[index] ?? noEffect]));
  return written.map((operation) => effectOf.get(operation) ?? noEffect);
}

/** The same step of a statement that stands elsewhere now: neither effects nor catalogs know positions. */
export function moved(step: Step, read: Statement): Step {
  const { statement: known } = step;
  if (read.operations === known.operations && read.span.start === known.span.start && read.index === known.index) return step;
  return placed(step, { ...known, ...read }, step.start, step.end, (at) => step.operations[at]?.before ?? step.start.shown);
}

/** The same step from another state, which `befores` has at each of the operations, with `end` behind them. */
export function placed(step: Step, statement: AnalysedStatement, start: State, end: State, before: (at: number) => Catalog): Step {
  const inOrder = inExecutionOrder(statement.operations);
  const operations = step.operations.flatMap(({ effect }, at) => {
    const operation = inOrder[at];
    return operation === undefined ? [] : [{ operation, statement, before: before(at), effect }];
  });
  return { statement, operations, start, end, record: step.record };
}
