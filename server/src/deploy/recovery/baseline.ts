import type { Project } from '../../project/project';
import { withoutByteOrderMark } from '../../project/read-files';
import type { Environment } from '../environments/environment';
import { examine } from './examine';
import type { Facts } from './facts/facts';
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
  // All files as one: what each of them leaves are places in it.
  const answer = await examine(environment, {
    project,
    earlier: [],
    failed: { name: '', text: texts.map(({ text }) => `${text}\n;\n`).join('') },
  });
  if (!answer.ok) return null;
  const { file, held } = answer.value;
  const ends: Facts[] = [];
  let offset = 0;
  for (const { text } of texts) {
    offset += text.length + 3;
    const behind = file.statements.findIndex(({ start }) => start >= offset);
    ends.push(file.states[behind < 0 ? file.states.length - 1 : behind] ?? new Map());
  }
  const satisfied = ends.findLastIndex((end) => lackingIn(end, held).length === 0) + 1;
  const next = ends[satisfied];
  const reached = ends[satisfied - 1] ?? new Map<string, string>();
  return {
    tables: [...held.keys()].flatMap((key) => (key.startsWith('table ') ? [key.slice('table '.length)] : [])).sort(),
    others: [...held.keys()].filter((key) => key.startsWith('table ') && !reached.has(key)),
    satisfied: texts.slice(0, satisfied).map(({ name }) => name),
    missing: next === undefined ? [] : lackingIn(next, held),
  };
}

/** An empty state is satisfied by everything, and says nothing. */
function lackingIn(wanted: Facts, held: Facts): readonly string[] {
  const keys = [...wanted].flatMap(([key, value]) => (held.get(key) === value ? [] : [key]));
  return keys.filter((key) => !key.startsWith('default ') && !key.startsWith('view of '));
}
