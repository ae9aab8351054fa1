import type { Catalog, Column, ObjectId, Table } from '../catalog/catalog';
import {
  describeColumn,
  describeConstraint,
  describeFunction,
  describeIndex,
  describeSequence,
  describeType,
  describeView,
} from '../catalog/describe';

export type Same<T> = (a: T, b: T) => boolean;

/** The first thing that two catalogs do not have in common, the order of columns aside; null where they hold the same. */
export function firstDifference(a: Catalog, b: Catalog): ObjectId | null {
  return (
    differenceIn(a.tables, b.tables, sameTable) ??
    differenceIn(a.indexes, b.indexes, by(describeIndex)) ??
    differenceIn(a.types, b.types, by(describeType)) ??
    differenceIn(a.views, b.views, by(describeView)) ??
    differenceIn(a.sequences, b.sequences, by(describeSequence)) ??
    differenceIn(a.functions, b.functions, by(describeFunction)) ??
    differenceIn(asMap(a.schemas), asMap(b.schemas), () => true) ??
    differenceIn(asMap(a.extensions), asMap(b.extensions), () => true)
  );
}

function asMap(names: ReadonlySet<string>): ReadonlyMap<string, string> {
  return new Map([...names].map((name) => [name, name]));
}

function differenceIn<T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>, same: Same<T>): string | null {
  if (a === b) return null;
  for (const id of new Set([...a.keys(), ...b.keys()])) {
    const [left, right] = [a.get(id), b.get(id)];
    if (left === undefined || right === undefined || (left !== right && !same(left, right))) return id;
  }
  return null;
}

/** Equal descriptions are equal things: the text of an expression may keep old names. */
export function by<T>(describe: (value: T) => unknown): Same<T> {
  return (a, b) => a === b || JSON.stringify(describe(a)) === JSON.stringify(describe(b));
}

/** Columns keep their place only among themselves: one that comes back stands at the end. */
export function sameTable(a: Table, b: Table): boolean {
  if (a === b) return true;
  const column = by((one: Column) => describeColumn(one, a.schema));
  const constraint = by(describeConstraint);
  return (
    sameMap(named(a.columns), named(b.columns), column) &&
    sameMap(named(a.constraints), named(b.constraints), constraint) &&
    JSON.stringify(others(a)) === JSON.stringify(others(b))
  );
}

function others({ triggers, policies, rules, ...table }: Table): unknown {
  const { rowSecurity, partitionBy, partitionOf, inherits, temporary, unlogged, complete } = table;
  const attached = [[...triggers].sort((a, b) => (a.name < b.name ? -1 : 1)), [...policies].sort(), [...rules].sort()];
  return [attached, rowSecurity, partitionBy, partitionOf, inherits, temporary, unlogged, complete];
}

function sameMap<T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>, same: Same<T>): boolean {
  if (a.size !== b.size) return false;
  return [...a].every(([name, one]) => {
    const other = b.get(name);
    return other !== undefined && same(one, other);
  });
}

export function named<T extends { readonly name: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.name, item]));
}
