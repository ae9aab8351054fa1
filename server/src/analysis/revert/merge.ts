import { withDependents } from '../catalog/build';
import type { Catalog, Column, ObjectId, Table, UserType } from '../catalog/catalog';
import {
  describeColumn,
  describeConstraint,
  describeFunction,
  describeIndex,
  describeSequence,
  describeType,
  describeView,
} from '../catalog/describe';
import { ownSchema } from '../catalog/own-schema';
import { columnName, objectName } from '../wording/wording';
import { by, named, type Same, sameTable } from './sameness';

/** A migration and what came after it. */
export interface ThreeCatalogs {
  /** What the migration has left. */
  readonly after: Catalog;
  /** What was there before it. */
  readonly before: Catalog;
  /** What all migrations have left. */
  readonly today: Catalog;
}

/** Something that the migration has changed, and a later one as well. */
export interface Conflict {
  readonly id: ObjectId;
  /** As messages name it: `"User"."email"`. */
  readonly what: string;
}

/**
 * Today's catalog without what the migration did: a merge of three, with what it left as the common base. What only the migration has
 * changed goes back, what only later ones have changed stays.
 */
export function withoutMigration({ after, before, today }: ThreeCatalogs): {
  readonly catalog: Catalog;
  readonly conflicts: readonly Conflict[];
} {
  const conflicts: Conflict[] = [];
  const merged = <T>(kind: (catalog: Catalog) => ReadonlyMap<ObjectId, T>, same: Same<T>, parts?: Parts<T>): ReadonlyMap<ObjectId, T> => {
    // Copies of what was dropped are kept for the day on which somebody wants it back: this may be it.
    const other = (of: Catalog): ReadonlyMap<ObjectId, T> => new Map([...kind(of)].filter(([id]) => !isKept(id)));
    const found = mergedMap({ after: other(after), before: other(before), today: other(today) }, same, parts, (id) =>
      conflicts.push({ id, what: objectName(id) }),
    );
    return new Map([...found, ...[...kind(today)].filter(([id]) => isKept(id))]);
  };
  const catalog = withDependents({
    schemas: mergedSet(withoutArchive(after.schemas), withoutArchive(before.schemas), today.schemas),
    extensions: mergedSet(after.extensions, before.extensions, today.extensions),
    searchPath: today.searchPath,
    tables: merged(
      ({ tables }) => tables,
      sameTable,
      (three, id) => mergedTable(three, id, conflicts),
    ),
    indexes: merged(({ indexes }) => indexes, by(describeIndex)),
    views: merged(({ views }) => views, by(describeView)),
    sequences: merged(({ sequences }) => sequences, by(describeSequence)),
    types: merged(({ types }) => types, by(describeType), mergedType),
    functions: merged(({ functions }) => functions, by(describeFunction)),
  });
  return { catalog, conflicts };
}

/** What stands in the schema that plans keep their copies in. */
export function isKept(id: ObjectId): boolean {
  return id.startsWith(`${ownSchema}.`);
}

function withoutArchive(schemas: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...schemas].filter((name) => name !== ownSchema));
}

/** The three states of one thing. */
interface Three<T> {
  readonly after: T;
  readonly before: T;
  readonly today: T;
}

/** Merges what differs in parts; null where the parts do not go together. */
type Parts<T> = (three: Three<T>, id: ObjectId) => T | null;

function mergedSet(after: ReadonlySet<string>, before: ReadonlySet<string>, today: ReadonlySet<string>): ReadonlySet<string> {
  const kept = [...today].filter((name) => !after.has(name) || before.has(name));
  return new Set([...kept, ...[...before].filter((name) => !after.has(name))]);
}

function mergedMap<T>(
  { after, before, today }: Three<ReadonlyMap<string, T>>,
  same: Same<T>,
  parts: Parts<T> | undefined,
  conflict: (name: string) => void,
): ReadonlyMap<string, T> {
  const merged = new Map<string, T>();
  const sameOrNone: Same<T | undefined> = (a, b) => (a === undefined || b === undefined ? a === b : same(a, b));
  for (const name of new Set([...today.keys(), ...before.keys()])) {
    const three = { after: after.get(name), before: before.get(name), today: today.get(name) };
    const value = mergedValue(three, sameOrNone) ?? whole(three, parts, name);
    if (value === null) conflict(name);
    else if (value.value !== undefined) merged.set(name, value.value);
  }
  return merged;
}

/** Null where both have changed it. */
function mergedValue<T>({ after, before, today }: Three<T>, same: Same<T>): { readonly value: T } | null {
  if (same(after, before)) return { value: today };
  if (same(after, today) || same(today, before)) return { value: before };
  return null;
}

function whole<T>({ after, before, today }: Three<T | undefined>, parts: Parts<T> | undefined, id: ObjectId): { readonly value: T } | null {
  if (parts === undefined || after === undefined || before === undefined || today === undefined) return null;
  const value = parts({ after, before, today }, id);
  return value === null ? null : { value };
}

function mergedTable(three: Three<Table>, id: ObjectId, conflicts: Conflict[]): Table | null {
  const conflict = (name: string): void => {
    conflicts.push({ id, what: columnName(id, name) });
  };
  const of = <T>(part: (table: Table) => T): Three<T> => ({
    after: part(three.after),
    before: part(three.before),
    today: part(three.today),
  });
  const columns = mergedMap(
    of((table) => named(table.columns)),
    by((column: Column) => describeColumn(column, three.today.schema)),
    mergedColumn,
    conflict,
  );
  const constraints = mergedMap(
    of((table) => named(table.constraints)),
    by(describeConstraint),
    undefined,
    conflict,
  );
  const triggers = mergedMap(
    of((table) => named(table.triggers)),
    by((trigger) => trigger),
    undefined,
    conflict,
  );
  const words = (part: (table: Table) => readonly string[]): readonly string[] => [
    ...mergedSet(new Set(part(three.after)), new Set(part(three.before)), new Set(part(three.today))),
  ];
  const rest = mergedValue(
    of(({ rowSecurity, partitionBy, partitionOf, inherits, temporary, unlogged, complete }) => {
      return { rowSecurity, partitionBy, partitionOf, inherits, temporary, unlogged, complete };
    }),
    by((one) => one),
  );
  if (rest === null) return null;
  return {
    ...three.today,
    ...rest.value,
    columns: [...columns.values()],
    constraints: [...constraints.values()],
    triggers: [...triggers.values()],
    policies: words(({ policies }) => policies),
    rules: words(({ rules }) => rules),
  };
}

/** A default that a later migration has changed does not keep a NOT NULL from going back. */
function mergedColumn({ after, before, today }: Three<Column>): Column | null {
  const part = <K extends keyof Column>(key: K): { readonly value: Column[K] } | null =>
    mergedValue(
      { after: after[key], before: before[key], today: today[key] },
      by((one) => one),
    );
  const [type, notNull, byDefault] = [part('type'), part('notNull'), part('default')];
  const [identity, generated, collation] = [part('identity'), part('generated'), part('collation')];
  if (type === null || notNull === null || byDefault === null || identity === null || generated === null || collation === null) return null;
  return {
    name: today.name,
    type: type.value,
    notNull: notNull.value,
    default: byDefault.value,
    identity: identity.value,
    generated: generated.value,
    collation: collation.value,
  };
}

/** Values of an enum go and come one by one. */
function mergedType({ after, before, today }: Three<UserType>): UserType | null {
  if (after.type !== 'enum' || before.type !== 'enum' || today.type !== 'enum') return null;
  const values = today.values.filter((value) => !after.values.includes(value) || before.values.includes(value));
  for (const [place, value] of before.values.entries()) {
    if (values.includes(value) || after.values.includes(value)) continue;
    const previous = before.values.slice(0, place).findLast((one) => values.includes(one));
    values.splice(previous === undefined ? 0 : values.indexOf(previous) + 1, 0, value);
  }
  return { ...today, values };
}
