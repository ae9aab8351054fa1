import type { ObjectId, Table } from '../catalog/catalog';
import { quotedName } from '../render/postgres-names';
import { objectName } from '../wording/wording';
import type { DefinedKind } from './definitions';
import { type Pieces, together, unwritable, written } from './statements';
import type { Writing } from './table-differences';

/** Triggers, policies, rules and row security: what is attached to a table and known by its name alone. */
export function attachedDifferences(id: ObjectId, table: Table, wanted: Table, writing: Writing): Pieces {
  const triggers = [named(table.triggers), named(wanted.triggers)] as const;
  const plain = (names: readonly string[]): ReadonlyMap<string, string> => new Map(names.map((name) => [name, name]));
  return together([
    listDifferences('trigger', id, ...triggers, writing),
    triggerStates(id, table, wanted, writing),
    listDifferences('policy', id, plain(table.policies), plain(wanted.policies), writing),
    listDifferences('rule', id, plain(table.rules), plain(wanted.rules), writing),
    rowSecurity(id, table, wanted, writing),
  ]);
}

/** Whether it is enabled is not part of what makes a trigger. */
function named(triggers: Table['triggers']): ReadonlyMap<string, string> {
  return new Map(triggers.map(({ enabled: _, ...trigger }) => [trigger.name, JSON.stringify(trigger)]));
}

type AttachedKind = Extract<DefinedKind, 'trigger' | 'policy' | 'rule'>;

function listDifferences(
  kind: AttachedKind,
  table: ObjectId,
  from: ReadonlyMap<string, string>,
  to: ReadonlyMap<string, string>,
  { nameOf, definitions, redefined }: Writing,
): Pieces {
  const isAnew = (name: string): boolean => redefined.has(`${kind} ${table} ${name}`);
  const gone = [...from].filter(([name, one]) => to.get(name) !== one || isAnew(name));
  const back = [...to].filter(([name, one]) => from.get(name) !== one || isAnew(name));
  return together([
    ...gone.map(([name]) => written('drop-attached', `DROP ${kind.toUpperCase()} ${quotedName(name)} ON ${nameOf(table)}`)),
    ...back.map(([name]) => {
      const [found] = definitions.find({ kind, id: table, name });
      return found === undefined
        ? unwritable(`the text of the ${kind} ${quotedName(name)} on ${objectName(table)} is not found`)
        : written('attach', found.text);
    }),
  ]);
}

function triggerStates(id: ObjectId, table: Table, wanted: Table, { nameOf }: Writing): Pieces {
  return together(
    wanted.triggers.flatMap(({ name, enabled }) => {
      const before = table.triggers.find((trigger) => trigger.name === name)?.enabled ?? true;
      const word = enabled ? 'ENABLE' : 'DISABLE';
      return before === enabled ? [] : [written('attach', `ALTER TABLE ${nameOf(id)} ${word} TRIGGER ${quotedName(name)}`)];
    }),
  );
}

function rowSecurity(id: ObjectId, { rowSecurity: from }: Table, { rowSecurity: to }: Table, { nameOf }: Writing): Pieces {
  const alter = (words: string): Pieces => written('attach', `ALTER TABLE ${nameOf(id)} ${words} ROW LEVEL SECURITY`);
  return together([
    ...(from.enabled === to.enabled ? [] : [alter(to.enabled ? 'ENABLE' : 'DISABLE')]),
    ...(from.forced === to.forced ? [] : [alter(to.forced ? 'FORCE' : 'NO FORCE')]),
  ]);
}
