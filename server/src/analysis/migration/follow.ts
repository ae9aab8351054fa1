import { apply } from '../catalog/apply/apply';
import { endSession } from '../catalog/apply/session';
import type { Catalog } from '../catalog/catalog';
import { type CatalogDraft, draftAt, draftOf, type Session, snapshot } from '../catalog/draft';
import type { Effect, Server } from '../effects/effect';
import { effectOfOperation, effectOfStatement } from '../effects/effect-of';
import { noEffect } from '../effects/merge';
import { inExecutionOrder } from '../operation/execution-order';
import type { Operation } from '../operation/operation';
import type { Script, Statement } from '../sql/statement';
import type { AnalysedStatement, PlacedOperation } from './migration';

/** A file as the server goes through it: each operation meets the catalog that the earlier ones left. */
export interface Followed {
  readonly statements: readonly AnalysedStatement[];
  /** Each statement's in the order in which they are carried out. */
  readonly operations: readonly PlacedOperation[];
  readonly after: Catalog;
}

/** Goes through the statements of a text, from a catalog on. */
type Follow = (script: Script, text: string, before: Catalog, server: Server) => Followed;

export interface Follower extends Follow {
  /** Follows another text without remembering it: the statements that it begins with as a remembered one does are taken from there. */
  readonly beside: Follow;
}

/**
 * A follower that remembers a few files. One that it meets again on the same catalog, as with each keystroke, is followed from
 * the first statement on whose text has changed: what a statement does depends on its text and on what stands before it.
 */
export function createFollower(): Follower {
  const recent: Known[] = [];
  const placeOf = (before: Catalog, server: Server): number =>
    recent.findIndex((known) => known.before === before && isSameServer(known.server, server));
  const follow: Follow = (script, text, before, server) => {
    const at = placeOf(before, server);
    const known = at < 0 ? undefined : recent.splice(at, 1)[0];
    const steps = stepsOf(script, text, { before, server, known });
    const isWhole = known !== undefined && steps.length === known.steps.length && steps.at(-1)?.end === known.steps.at(-1)?.end;
    const after = isWhole ? known.after : endOf(steps, before);
    if (steps.length <= MAXIMUM_REMEMBERED) recent.unshift({ text, before, server, steps, after });
    if (recent.length > MAXIMUM_RECENT) recent.pop();
    return followed(steps, after);
  };
  const beside: Follow = (script, text, before, server) => {
    const steps = stepsOf(script, text, { before, server, known: recent[placeOf(before, server)] });
    return followed(steps, endOf(steps, before));
  };
  return Object.assign(follow, { beside });
}

function followed(steps: readonly Step[], after: Catalog): Followed {
  return { statements: steps.map(({ statement }) => statement), operations: steps.flatMap(({ operations }) => operations), after };
}

/** The edited file, and some pending ones behind it. */
const MAXIMUM_RECENT = 4;

/** A longer file, in statements, is not kept in memory: with the catalogs between them, 10,000 would take 100 MB. */
const MAXIMUM_REMEMBERED = 2_000;

interface Known {
  readonly text: string;
  readonly before: Catalog;
  readonly server: Server;
  readonly steps: readonly Step[];
  readonly after: Catalog;
}

/** One statement, followed. */
interface Step {
  readonly statement: AnalysedStatement;
  readonly operations: readonly PlacedOperation[];
  /** What the statement leaves. */
  readonly end: State;
}

interface State {
  readonly catalog: Catalog;
  readonly session: Session;
}

interface Start {
  readonly before: Catalog;
  readonly server: Server;
  readonly known: Known | undefined;
}

function stepsOf({ statements }: Script, text: string, { before, server, known }: Start): readonly Step[] {
  const steps: Step[] = [];
  for (const read of statements) {
    const step = known?.steps[read.index];
    if (known === undefined || step === undefined || !isSameText(read, text, step.statement, known.text)) break;
    steps.push(moved(step, read));
  }
  const draft = draftAfter(steps, before);
  let start = steps.at(-1)?.end.catalog ?? before;
  for (const read of statements.slice(steps.length)) {
    const step = followStatement(read, start, draft, server);
    steps.push(step);
    start = step.end.catalog;
  }
  return steps;
}

function draftAfter(steps: readonly Step[], before: Catalog): CatalogDraft {
  const last = steps.at(-1)?.end;
  return last === undefined ? draftOf(before) : draftAt(last.catalog, last.session);
}

function endOf(steps: readonly Step[], before: Catalog): Catalog {
  const draft = draftAfter(steps, before);
  endSession(draft);
  return snapshot(draft);
}

/** `start` is what the draft holds. */
function followStatement(read: Statement, start: Catalog, draft: CatalogDraft, server: Server): Step {
  const operations = inExecutionOrder(read.operations);
  const catalogs: Catalog[] = [];
  const found: Effect[] = [];
  let catalog = start;
  for (const operation of operations) {
    catalogs.push(catalog);
    found.push(effectOfOperation(operation, { before: catalog, server }));
    apply(draft, operation);
    catalog = snapshot(draft);
  }
  const effects = operations === read.operations ? found : inWrittenOrder(read.operations, operations, found);
  const { index, span, kind } = read;
  const statement = { index, span, kind, operations: read.operations, before: start, effects, effect: effectOfStatement(effects) };
  return {
    statement,
    operations: operations.map((operation, at) => ({
      operation,
      statement,
      before: catalogs[at] ?? start,
      effect: found[at] ?? noEffect,
    })),
    end: { catalog, session: { ...draft.session } },
  };
}

function inWrittenOrder(written: readonly Operation[], executed: readonly Operation[], effects: readonly Effect[]): readonly Effect[] {
  const effectOf = new Map(executed.map((operation, index) => [operation, effects[index] ?? noEffect]));
  return written.map((operation) => effectOf.get(operation) ?? noEffect);
}

/** The same step of a statement that stands elsewhere now: neither effects nor catalogs know positions. */
function moved(step: Step, read: Statement): Step {
  const { statement: known } = step;
  if (read.operations === known.operations && read.span.start === known.span.start) return step;
  const statement: AnalysedStatement = { ...known, ...read };
  const inOrder = inExecutionOrder(read.operations);
  return {
    statement,
    operations: step.operations.flatMap((placed, index) => {
      const operation = inOrder[index];
      return operation === undefined ? [] : { ...placed, operation, statement };
    }),
    end: step.end,
  };
}

function isSameText(read: Statement, text: string, known: Statement, knownText: string): boolean {
  return (
    read.kind === known.kind &&
    read.operations.length === known.operations.length &&
    text.slice(read.span.start, read.span.end) === knownText.slice(known.span.start, known.span.end)
  );
}

function isSameServer(a: Server, b: Server): boolean {
  return a.provider === b.provider && a.version === b.version && a.timeZone === b.timeZone;
}
