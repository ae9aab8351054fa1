import type { Catalog, Column, ColumnType, ObjectId, StoredExpression, Table } from '../../catalog';
import { typeText } from '../../column-type';
import { indexesOf } from '../../resolve';
import type { Ends } from './ends';

/** What a column is but for its name, so that two can be compared. */
export interface ColumnTraits {
  readonly column: Column;
  /** With the new names of types that look renamed. */
  readonly type: string;
  readonly default: string;
  /** Part of the primary key, unique alone, part of a unique index, indexed. */
  readonly keys: string;
  /** The tables that its foreign keys point to, with the new names of tables that look renamed; empty where it has none. */
  readonly references: string;
  /** The name of the first of these tables, as it is at this end. */
  readonly target: string | null;
}

export function traitsBefore(ends: Ends, id: ObjectId, table: Table): (column: Column) => ColumnTraits {
  const { tables, enums } = ends;
  return traitsIn(ends.before, id, table, {
    table: (name) => (tables === null ? nameOfBoth(name, ends.after) : (tables.get(name) ?? name)),
    type: (name) => enums.get(name) ?? name,
  });
}

export function traitsAfter(ends: Ends, id: ObjectId, table: Table): (column: Column) => ColumnTraits {
  return traitsIn(ends.after, id, table, {
    table: (name) => (ends.tables === null ? nameOfBoth(name, ends.before) : name),
    type: (name) => name,
  });
}

interface NewNames {
  readonly table: (id: ObjectId) => ObjectId;
  readonly type: (id: ObjectId) => ObjectId;
}

/** While it is not known which tables are renamed, one that is at one end only may be any that is at the other only. */
function nameOfBoth(id: ObjectId, other: Catalog): ObjectId {
  return other.tables.has(id) ? id : '?';
}

function traitsIn(catalog: Catalog, id: ObjectId, table: Table, names: NewNames): (column: Column) => ColumnTraits {
  const indexes = indexesOf(catalog, id);
  const primary = table.constraints.find(({ type }) => type === 'primary-key')?.name;
  const keysOf = (name: string) => {
    const having = indexes.filter(({ keys }) => keys.some((key) => key.type === 'column' && key.column === name));
    const words = having.map(({ constraint, unique, keys }) =>
      constraint !== null && constraint === primary ? 'primary' : unique ? (keys.length === 1 ? 'unique' : 'unique together') : 'indexed',
    );
    return [...new Set(words)].sort().join();
  };
  const targetsOf = (name: string) =>
    table.constraints.flatMap((constraint) =>
      constraint.type === 'foreign-key' && constraint.columns.includes(name) ? [constraint.references] : [],
    );
  return (column) => {
    const [target, ...more] = targetsOf(column.name);
    return {
      column,
      type: typeText(renamedType(column.type, names)),
      default: expressionText(column.default),
      keys: keysOf(column.name),
      references: target === undefined ? '' : [target, ...more].map(names.table).sort().join(),
      target: target === undefined ? null : (catalog.tables.get(target)?.name ?? target),
    };
  };
}

function renamedType(type: ColumnType, names: NewNames): ColumnType {
  return type.user ? { ...type, name: names.type(type.name) } : type;
}

/** The sequence of a serial column is named after it. */
function expressionText(expression: StoredExpression | null): string {
  if (expression === null) return '';
  return expression.functions.includes('nextval') ? 'nextval' : (expression.constant?.value ?? expression.text);
}

/** How near two types are: 1 the same, 0.5 of one kind, so that values can be kept, 0 different. */
export function typeNearness(a: ColumnTraits, b: ColumnTraits): number {
  if (a.type === b.type) return 1;
  const [left, right] = [kindOfType(a.column.type), kindOfType(b.column.type)];
  return left === right || (a.column.type.name === b.column.type.name && a.column.type.user === b.column.type.user) ? 0.5 : 0;
}

const kinds: readonly (readonly [kind: string, types: ReadonlySet<string>])[] = [
  ['text', new Set(['text', 'varchar', 'bpchar', 'char', 'citext', 'uuid'])],
  ['number', new Set(['int2', 'int4', 'int8', 'float4', 'float8', 'numeric', 'money'])],
  ['time', new Set(['date', 'timestamp', 'timestamptz'])],
  ['json', new Set(['json', 'jsonb'])],
];

/** Enums are words, as texts are. */
function kindOfType({ name, user, dimensions }: ColumnType): string {
  const kind = user ? 'text' : (kinds.find(([, types]) => types.has(name))?.[0] ?? name);
  return `${kind}${'[]'.repeat(dimensions)}`;
}
