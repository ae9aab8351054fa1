import type { DeclaredModel } from './declared-model';
import type { NamedEnum, NamedModel, SchemaNames } from './names-in-schema';

/** Names without what is known of them from before. */
export type PlainNames = Omit<SchemaNames, 'round' | 'changed'>;

/** How the names of a schema differ from those of the schema that was looked at just before. */
export interface NameChanges {
  /** Counts the schemas that were looked at. */
  readonly round: number;
  /** Models, enums and views that mean something else than in the round before; null where anything may. */
  readonly changed: ReadonlySet<string> | null;
}

/** A type of which more counts than its own name. */
const anyEnum = 'Unsupported';

interface Looked {
  readonly names: PlainNames;
  readonly isReady: boolean;
  readonly round: number;
}

// An edit changes a block or two: what was made of the others is known to hold without a look at all that it was made from.
let latest: Looked | null = null;

/** What has changed since the round before, which this one takes the place of. */
export function changesOf(names: PlainNames): NameChanges {
  const before = latest;
  const isReady = names.flavour.reader.isReady();
  const round = (before?.round ?? 0) + 1;
  latest = { names, isReady, round };
  const isComparable =
    before !== null &&
    before.isReady === isReady &&
    before.names.flavour === names.flavour &&
    before.names.configuration.relationMode === names.configuration.relationMode;
  return { round, changed: isComparable ? changedNames(before.names, names) : null };
}

/** Whether the blocks that a model names mean the same as in an earlier round, in which it was the same. */
export function meansTheSame({ links }: DeclaredModel, round: number, { round: now, changed }: NameChanges): boolean {
  if (round === now) return true;
  return round === now - 1 && changed !== null && (changed.size === 0 || !links.some(({ type }) => changed.has(type)));
}

function changedNames(before: PlainNames, now: PlainNames): ReadonlySet<string> {
  const changed = new Set<string>();
  addChanged(before.models, now.models, isSameModel, changed);
  const models = changed.size;
  addChanged(before.enums, now.enums, isSameEnum, changed);
  if (changed.size > models) changed.add(anyEnum);
  for (const name of now.views) if (!before.views.has(name)) changed.add(name);
  for (const name of before.views) if (!now.views.has(name)) changed.add(name);
  return changed;
}

function isSameModel(a: NamedModel, b: NamedModel): boolean {
  return a.declared === b.declared && a.table.id === b.table.id;
}

function isSameEnum(a: NamedEnum, b: NamedEnum): boolean {
  return a.declared === b.declared && a.type.id === b.type.id;
}

function addChanged<T>(
  before: ReadonlyMap<string, T>,
  now: ReadonlyMap<string, T>,
  isSame: (a: T, b: T) => boolean,
  changed: Set<string>,
): void {
  let kept = 0;
  now.forEach((value, name) => {
    const old = before.get(name);
    if (old !== undefined) kept++;
    if (old === undefined || !isSame(old, value)) changed.add(name);
  });
  if (kept === before.size) return;
  before.forEach((_, name) => {
    if (!now.has(name)) changed.add(name);
  });
}
