import type { Project } from '../../project/project';
import { withoutByteOrderMark } from '../../project/read-files';
import type { Environment } from '../environments/environment';
import { examine } from './examine';
import { type FactChange, type Facts, factsAfter, isSpelled } from './facts/facts';
import type { History } from './history';

/** Which migrations a database without a record satisfies. */
export interface Baseline {
  readonly tables: readonly string[];
  /** The first migrations, in order, all of whose results are there. */
  readonly satisfied: readonly string[];
  /** Tables that none of the satisfied migrations makes. */
  readonly others: readonly string[];
  /** What the next one would need to be satisfied too. */
  readonly missing: readonly string[];
}

/**
 * The longest part of the history, from its first migration on, whose result the database holds. What it holds beyond that does not matter. Null where it
 * cannot be read.
 */
export async function baselineOf({ local }: History, environment: Environment, project: Project): Promise<Baseline | null> {
  const texts = local.map(({ name, bytes }) => ({ name, text: withoutByteOrderMark(bytes.toString('utf8')) }));
  const answer = await examine(environment, { project, earlier: texts, failed: { name: '', text: '' } });
  if (!answer.ok) return null;
  const { held, along } = answer.value;
  const changes = along(texts.map(({ text }) => text));
  const { satisfied, lacking } = reached(changes, held);
  const made = factsAfter(new Map(), changes, satisfied);
  return {
    tables: [...held.keys()].flatMap((key) => (key.startsWith('table ') ? [key.slice('table '.length)] : [])).sort(),
    others: [...held.keys()].filter((key) => key.startsWith('table ') && !made.has(key)),
    satisfied: texts.slice(0, satisfied).map(({ name }) => name),
    missing: lacking,
  };
}

/** Walks through what the migrations leave one after the other, and keeps what of it the database lacks. */
function reached(
  changes: readonly (readonly FactChange[])[],
  held: Facts,
): { readonly satisfied: number; readonly lacking: readonly string[] } {
  const lacking = new Set<string>();
  let satisfied = 0;
  let next: readonly string[] = [];
  for (const [index, own] of changes.entries()) {
    for (const { key, after } of own) {
      if (after === null || isSpelled(key) || held.get(key) === after) lacking.delete(key);
      else lacking.add(key);
    }
    if (lacking.size === 0) {
      satisfied = index + 1;
      next = [];
    } else if (index === satisfied) next = [...lacking];
  }
  return { satisfied, lacking: next };
}
