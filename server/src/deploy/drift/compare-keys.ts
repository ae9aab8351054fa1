import type { Catalog, Index, ObjectId, StoredIndexKey, Table, TableConstraint } from '../../analysis/catalog/catalog';
import { describeConstraint, describeIndex } from '../../analysis/catalog/describe';
import { normalExpression } from '../../analysis/sql/postgres/normal-expression';
import type { Difference, DriftedKind } from './difference';
import { sameExpression, sameNames } from './same-expression';
import type { Aspect, Tell } from './tell';

/** Both catalogs, the database first. */
export interface Sides {
  readonly database: Catalog;
  readonly expected: Catalog;
}

/** Keys, foreign keys and checks of a table. One that only has another name is said to have that. */
export function constraintDifferences(id: ObjectId, database: Table, expected: Table, sides: Sides, tell: Tell): readonly Difference[] {
  const same = (a: TableConstraint, b: TableConstraint): boolean => sameConstraint(a, b, sides);
  const { only, missing, renamed, changed } = matched(database.constraints.filter(isTold), expected.constraints.filter(isTold), same);
  const subject = ({ type, name }: TableConstraint) =>
    ({
      kind: kinds[type],
      object: id,
      part: name,
      concerns: type === 'check' || type === 'exclusion' || type === 'not-null' ? 'other' : 'prisma',
    }) as const;
  const told = (a: TableConstraint, b: TableConstraint, aspects: readonly Aspect[]): Difference =>
    tell.changed(subject(a), describeConstraint(a), describeConstraint(b), aspects);
  return [
    ...only.map((one) => tell.onlyInDatabase(subject(one), describeConstraint(one))),
    ...missing.map((one) => tell.missing(subject(one), describeConstraint(one))),
    ...renamed.map(([a, b]) => tell.renamed(subject(a), describeConstraint(a), b.name)),
    ...changed.map(([a, b]) => told(a, b, [{ phrase: constraintPhrase(a, b) }])),
  ];
}

/** What a valid NOT NULL is called (18) says nothing that the column does not say. */
function isTold(constraint: TableConstraint): boolean {
  return constraint.type !== 'not-null' || !constraint.valid;
}

const kinds: Readonly<Record<TableConstraint['type'], DriftedKind>> = {
  'primary-key': 'primary key',
  unique: 'unique constraint',
  'foreign-key': 'foreign key',
  check: 'check constraint',
  exclusion: 'exclusion constraint',
  'not-null': 'constraint',
};

function constraintPhrase(a: TableConstraint, b: TableConstraint): string {
  const [own, other] = ['valid' in a ? a.valid : true, 'valid' in b ? b.valid : true];
  return own === other ? 'is another one' : own ? 'is validated, and not meant to be' : 'is not validated';
}

function sameConstraint(a: TableConstraint, b: TableConstraint, { database, expected }: Sides): boolean {
  switch (a.type) {
    case 'primary-key':
      return b.type === 'primary-key' && sameList(a.columns, b.columns);
    case 'unique': {
      const [own, other] = [database.indexes.get(a.index), expected.indexes.get(b.type === 'unique' ? b.index : '')];
      const sameKeys = own === undefined || other === undefined || sameIndex(own, other);
      return b.type === 'unique' && sameList(a.columns, b.columns) && sameKeys;
    }
    case 'foreign-key':
      return (
        b.type === 'foreign-key' &&
        a.references === b.references &&
        sameList(a.columns, b.columns) &&
        (b.referencedColumns.length === 0 || sameList(a.referencedColumns, b.referencedColumns)) &&
        a.onDelete === b.onDelete &&
        a.onUpdate === b.onUpdate &&
        a.valid === b.valid &&
        a.enforced === b.enforced
      );
    case 'check':
      return (
        b.type === 'check' &&
        a.valid === b.valid &&
        a.enforced === b.enforced &&
        sameNames(a.columns, b.columns) &&
        normalExpression(a.text) === normalExpression(b.text)
      );
    case 'exclusion':
      return b.type === 'exclusion' && sameNames(a.columns, b.columns);
    case 'not-null':
      return b.type === 'not-null' && a.column === b.column && a.valid === b.valid;
  }
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, place) => name === b[place]);
}

/** The indexes that hold no constraint, table by table. */
export function indexDifferences(sides: Sides, isTold: (table: ObjectId) => boolean, tell: Tell): readonly Difference[] {
  const [database, expected] = [indexesByTable(sides.database), indexesByTable(sides.expected)];
  const tables = [...new Set([...database.keys(), ...expected.keys()])].filter(isTold);
  return tables.flatMap((table) => {
    const { only, missing, renamed, changed } = matched(database.get(table) ?? [], expected.get(table) ?? [], sameIndex);
    const subject = (index: Index) =>
      ({ kind: 'index', object: table, part: index.name, concerns: isPrismas(index) ? 'prisma' : 'other' }) as const;
    const told = (a: Index, b: Index, aspect: Aspect): Difference => tell.changed(subject(a), describeIndex(a), describeIndex(b), [aspect]);
    return [
      ...only.map((index) => tell.onlyInDatabase(subject(index), describeIndex(index))),
      ...missing.map((index) => tell.missing(subject(index), describeIndex(index))),
      ...renamed.map(([a, b]) => tell.renamed(subject(a), describeIndex(a), b.name)),
      ...changed.map(([a, b]) => told(a, b, { phrase: !a.valid && b.valid ? 'is invalid: building it has failed' : 'is another one' })),
    ];
  });
}

function indexesByTable({ indexes }: Catalog): ReadonlyMap<ObjectId, readonly Index[]> {
  const byTable = new Map<ObjectId, Index[]>();
  for (const index of indexes.values()) {
    if (index.constraint !== null) continue;
    const others = byTable.get(index.table);
    if (others === undefined) byTable.set(index.table, [index]);
    else others.push(index);
  }
  return byTable;
}

/** Prisma sees neither expressions nor, before 7.4, conditions. */
function isPrismas({ keys, where }: Index): boolean {
  return where === null && keys.every(({ type }) => type === 'column');
}

function sameIndex(a: Index, b: Index): boolean {
  return (
    a.unique === b.unique &&
    a.method === b.method &&
    a.valid === b.valid &&
    a.nullsNotDistinct === b.nullsNotDistinct &&
    sameList(a.include, b.include) &&
    a.keys.length === b.keys.length &&
    a.keys.every((key, place) => sameKey(key, b.keys[place])) &&
    (a.where === null || b.where === null ? a.where === b.where : sameExpression(a.where, b.where))
  );
}

function sameKey(a: StoredIndexKey, b: StoredIndexKey | undefined): boolean {
  if (b === undefined || a.descending !== b.descending || !sameClass(a.operatorClass, b.operatorClass)) return false;
  if (a.type === 'column' || b.type === 'column') return a.type === 'column' && b.type === 'column' && a.column === b.column;
  return sameExpression(a.expression, b.expression);
}

/** The server leaves out the class that a type has by default, and its schema where it can be found without. */
function sameClass(database: string | null, expected: string | null): boolean {
  const bare = (name: string | null): string | null => name?.slice(name.lastIndexOf('.') + 1) ?? null;
  if (bare(database) === bare(expected)) return true;
  return database === null && expected !== null && !neverDefault.test(expected);
}

const neverDefault = /_(?:pattern|path|trgm|cosine|ip|l1)_ops$/;

interface Matched<T> {
  readonly only: readonly T[];
  readonly missing: readonly T[];
  readonly renamed: readonly (readonly [T, T])[];
  readonly changed: readonly (readonly [T, T])[];
}

/** Pairs what has one name, and then, of the rest, what is the same under another one. */
function matched<T extends { readonly name: string }>(
  database: readonly T[],
  expected: readonly T[],
  same: (a: T, b: T) => boolean,
): Matched<T> {
  const wanted = new Map(expected.map((one) => [one.name, one]));
  const changed = database.flatMap((one): readonly (readonly [T, T])[] => {
    const other = wanted.get(one.name);
    return other === undefined || same(one, other) ? [] : [[one, other]];
  });
  const rest = new Set(database.filter(({ name }) => !wanted.has(name)));
  const names = new Set(database.map(({ name }) => name));
  const missing: T[] = [];
  const renamed: (readonly [T, T])[] = [];
  for (const one of expected) {
    if (names.has(one.name)) continue;
    const other = [...rest].find((candidate) => same(candidate, one));
    if (other === undefined) missing.push(one);
    else renamed.push([other, one]);
    if (other !== undefined) rest.delete(other);
  }
  return { only: [...rest], missing, renamed, changed };
}
