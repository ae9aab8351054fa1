import type { Catalog } from '../catalog/catalog';
import { type Recorder, withPlaces } from '../catalog/watched-catalog';
import type { Server } from '../effects/effect';
import type { Script, Statement } from '../sql/statement';
import { createDifferences, type Differences } from './differences';
import { followStatement, moved, placed, type State, type Step, stateOf } from './step';

/** A text and how it was followed. */
export interface FollowedText {
  readonly text: string;
  readonly steps: readonly Step[];
}

/**
 * Follows a text from a state on, with the help of an earlier text that was followed from there. Up to the first change each step is the
 * one of before. Behind it a statement of before does and leaves what it did, unless it reads what has become different meanwhile: it is
 * not followed again, and what it wrote is written once more.
 */
export function followAgain(
  { statements }: Script,
  text: string,
  start: State,
  before: FollowedText,
  server: Server,
  recorder: Recorder | null,
): readonly Step[] {
  const steps: Step[] = [];
  const differences = createDifferences();
  let state = start;
  /** Position among the steps of before. */
  let next = 0;
  const catalogAt = (place: number): Catalog => before.steps[place]?.start.catalog ?? before.steps.at(-1)?.end.catalog ?? start.catalog;
  for (const read of statements) {
    const found = placeOf(read, text, before, next);
    // Those that are passed over are gone.
    for (; found !== null && next < found; next++)
      state = differences.settle(before.steps[next]?.record ?? null, state, catalogAt(next + 1));
    const known = found === null ? undefined : before.steps[found];
    if (known !== undefined && differences.areNone() && isSameFrame(state, known.start)) state = known.start;
    let step = known === undefined ? null : taken(known, read, state, differences);
    if (known !== undefined) next++;
    if (step === null) {
      step = followStatement(read, state, server, recorder);
      // Nothing can be taken any more behind the last one of before.
      if (next < before.steps.length) {
        let end = differences.settle(step.record, step.end, catalogAt(next));
        if (known !== undefined) end = differences.settle(known.record, end, catalogAt(next));
        if (end !== step.end) step = { ...step, end };
      }
    }
    steps.push(step);
    state = step.end;
  }
  return steps;
}

/** The step of before, at its new place; null where it may not be the same any more. */
function taken(known: Step, read: Statement, state: State, differences: Differences): Step | null {
  if (known.start === state) return moved(known, read);
  const { record, start, end } = known;
  if (record === null || !isSameFrame(state, start) || !isSameFrame(start, end) || !differences.spare(record)) return null;
  differences.forget(record);
  return written(known, read, state);
}

/** The step of before from another state: what each of its operations has written is written once more. */
function written(known: Step, read: Statement, start: State): Step {
  const befores: Catalog[] = [];
  let { catalog } = start;
  known.operations.forEach((_, at) => {
    befores.push(befores.length === 0 ? start.shown : catalog);
    const left = known.operations[at + 1]?.before ?? known.end.catalog;
    catalog = withPlaces(catalog, known.record?.writes[at] ?? [], left);
  });
  const { index, span, kind, operations } = read;
  const { effects, effect } = known.statement;
  const statement = { index, span, kind, operations, before: start.shown, effects, effect };
  return placed(known, statement, start, stateOf(catalog, known.end.session), (at) => befores[at] ?? start.shown);
}

/** What of a state is not at a place of its catalog: the same, and no open transaction, which knows a catalog to go back to. */
export function isSameFrame(a: State, b: State): boolean {
  return (
    a === b ||
    (a.catalog.schemas === b.catalog.schemas &&
      a.catalog.extensions === b.catalog.extensions &&
      a.catalog.searchPath === b.catalog.searchPath &&
      a.session.path === b.session.path &&
      a.session.initialPath === b.session.initialPath &&
      a.session.transaction === null &&
      b.session.transaction === null)
  );
}

/** An edit takes a few statements out at one place; one that is further away is followed as a new one. */
const farthest = 32;

/** The first step of a statement of the same text from a position on; null where none is near. */
function placeOf(read: Statement, text: string, before: FollowedText, from: number): number | null {
  const last = Math.min(before.steps.length, from + farthest);
  for (let at = from; at < last; at++) if (isSameText(read, text, before, at)) return at;
  return null;
}

function isSameText(read: Statement, text: string, before: FollowedText, at: number): boolean {
  const known = before.steps[at]?.statement;
  return (
    known !== undefined &&
    known.span.end - known.span.start === read.span.end - read.span.start &&
    known.kind === read.kind &&
    known.operations.length === read.operations.length &&
    text.slice(read.span.start, read.span.end) === before.text.slice(known.span.start, known.span.end)
  );
}
