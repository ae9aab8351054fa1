import type { Catalog } from '../catalog/catalog';
import { type Recorder, withPlaces } from '../catalog/watched-catalog';
import type { Server } from '../effects/effect';
import { createDifferences } from './differences';
import { isSameFrame } from './follow-again';
import type { AnalysedStatement } from './migration';
import { followStatement, type State, type Step, stateOf } from './step';

/** What becomes of a text without some of its statements. */
export interface Without {
  /** Those that are left and meet something else than before, followed again: all others do what they did. */
  readonly again: readonly AnalysedStatement[];
  readonly end: State;
}

/**
 * Follows steps again without those that are left out, from the state that they begin at. As `followAgain`, but a statement that does what it
 * did costs no more than a look at what it reads: what stands between two of those that are followed again, nobody asks for.
 */
export function followWithout(
  steps: readonly Step[],
  isLeftOut: (statement: AnalysedStatement) => boolean,
  start: State,
  server: Server,
  recorder: Recorder | null,
): Without {
  const differences = createDifferences();
  const again: AnalysedStatement[] = [];
  /** As left by the last statement that was left out or followed again; null where there was none yet. */
  let last: State | null = null;
  /** Whether others have done what they did since. */
  let isBehind = false;
  const now = (before: State): State => {
    if (last === null) return before;
    return isBehind ? withFrame(withPlaces(before.catalog, differences.places(), last.catalog), last) : last;
  };
  for (const [at, step] of steps.entries()) {
    const { statement, record, end } = step;
    const next: Catalog = steps[at + 1]?.start.catalog ?? end.catalog;
    if (isLeftOut(statement)) {
      last = differences.settle(record, now(step.start), next);
    } else if (last === null || isSpared(step, last)) {
      // What it writes it has looked at too, so that all that differs still does.
      isBehind = true;
      continue;
    } else {
      const followed: Step = followStatement(statement, now(step.start), server, recorder);
      again.push(followed.statement);
      last = differences.settle(record, differences.settle(followed.record, followed.end, next), next);
    }
    isBehind = false;
  }
  return { again, end: now(steps.at(-1)?.end ?? start) };

  function isSpared({ record, start: met, end }: Step, frame: State): boolean {
    return record !== null && isSameFrame(frame, met) && isSameFrame(met, end) && differences.spare(record);
  }
}

/** A catalog with what of a state is not at a place of its catalog. */
function withFrame(catalog: Catalog, { catalog: { schemas, extensions, searchPath }, session }: State): State {
  return stateOf({ ...catalog, schemas, extensions, searchPath }, session);
}
