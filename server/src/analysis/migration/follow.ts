import { endSession } from '../catalog/apply/session';
import type { Catalog } from '../catalog/catalog';
import { draftAt, draftOf, snapshot } from '../catalog/draft';
import type { Recorder } from '../catalog/watched-catalog';
import type { Server } from '../effects/effect';
import type { Script } from '../sql/statement';
import { type FollowedText, followAgain } from './follow-again';
import { followWithout } from './follow-without';
import type { AnalysedStatement, PlacedOperation } from './migration';
import { type State, type Step, stateOf } from './step';

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
  /** What becomes of a remembered text without some of its statements; null where it is not remembered. */
  readonly without: (statements: readonly AnalysedStatement[], left: ReadonlySet<AnalysedStatement>, server: Server) => RestFollowed | null;
}

/** `again`: the statements that meet something else without those that are left out. All others do what they did. */
export interface RestFollowed {
  readonly again: readonly AnalysedStatement[];
  readonly after: Catalog;
}

/**
 * A follower that remembers a few files. One that it meets again on the same catalog, as with each keystroke, is followed from
 * the first statement on whose text has changed: what a statement does depends on its text and on what stands before it. With a
 * recorder, which takes its time, those behind it are followed again only where they meet something else than before.
 */
export function createFollower(recorder: Recorder | null = null): Follower {
  const recent: Known[] = [];
  const placeOf = (before: Catalog, server: Server): number =>
    recent.findIndex((known) => known.before === before && isSameServer(known.server, server));
  const startOf = (before: Catalog): State => {
    const catalog = recorder?.watched(before) ?? before;
    return { ...stateOf(catalog, draftOf(catalog).session), shown: before };
  };
  const stepsOf = (script: Script, text: string, start: State, server: Server, known: Known | undefined) =>
    followAgain(script, text, start, known ?? { text: '', steps: [] }, server, recorder);
  const follow: Follow = (script, text, before, server) => {
    const at = placeOf(before, server);
    const known = at < 0 ? undefined : recent.splice(at, 1)[0];
    const start = known?.start ?? startOf(before);
    const steps = stepsOf(script, text, start, server, known);
    const end = steps.at(-1)?.end ?? start;
    const isWhole = known !== undefined && end === (known.steps.at(-1)?.end ?? start);
    const after = isWhole ? known.after : endOf(end);
    if (steps.length <= MAXIMUM_REMEMBERED) recent.unshift({ text, before, server, start, steps, after });
    if (recent.length > MAXIMUM_RECENT) recent.pop();
    return followed(steps, after);
  };
  const beside: Follow = (script, text, before, server) => {
    const known = recent[placeOf(before, server)];
    const start = known?.start ?? startOf(before);
    const steps = stepsOf(script, text, start, server, known);
    return followed(steps, endOf(steps.at(-1)?.end ?? start));
  };
  const without: Follower['without'] = (statements, left, server) => {
    const known = recent.find(({ steps, server: own }) => isSameServer(own, server) && isOf(steps, statements));
    if (known === undefined) return null;
    const { again, end } = followWithout(known.steps, (statement) => left.has(statement), known.start, server, recorder);
    return { again, after: endOf(end) };
  };
  return Object.assign(follow, { beside, without });
}

function followed(steps: readonly Step[], after: Catalog): Followed {
  return { statements: steps.map(({ statement }) => statement), operations: steps.flatMap(({ operations }) => operations), after };
}

function isOf(steps: readonly Step[], statements: readonly AnalysedStatement[]): boolean {
  return steps.length === statements.length && steps.every(({ statement }, at) => statement === statements[at]);
}

/** The edited file, and some pending ones behind it. */
const MAXIMUM_RECENT = 4;

/** A longer file, in statements, is not kept in memory: with the catalogs between them, 10,000 would take 100 MB. */
const MAXIMUM_REMEMBERED = 2_000;

interface Known extends FollowedText {
  readonly before: Catalog;
  readonly server: Server;
  readonly start: State;
  readonly after: Catalog;
}

function endOf({ catalog, session }: State): Catalog {
  const draft = draftAt(catalog, session);
  endSession(draft);
  return snapshot(draft);
}

function isSameServer(a: Server, b: Server): boolean {
  return a.provider === b.provider && a.version === b.version && a.timeZone === b.timeZone;
}
