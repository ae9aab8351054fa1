import type { Catalog, ObjectId, Table, UserType } from '../../analysis/catalog/catalog';
import { describeFunction, describeSequence, describeTable, describeType, describeView } from '../../analysis/catalog/describe';
import { ownSchema } from '../../analysis/catalog/own-schema';
import { markTable } from '../scratch/mysql-scratches';
import { attachedDifferences } from './compare-attached';
import { columnDifferences } from './compare-columns';
import { constraintDifferences, indexDifferences, type Sides } from './compare-keys';
import type { Against, Difference, DriftedKind } from './difference';
import { createTell, type Tell } from './tell';

/**
 * All that a database has otherwise than it should, tables first. What the expected side does not know of itself (the columns of a table that
 * came from a query) is not compared.
 */
export function differencesBetween(database: Catalog, expected: Catalog, against: Against): readonly Difference[] {
  const sides: Sides = { database, expected };
  const tell = createTell(against, expected.searchPath[0]);
  const inBoth = [...database.tables.keys()].filter((id) => expected.tables.has(id) && !isOwn(id));
  const known = new Set<ObjectId>([...inBoth, ...[...database.views.keys()].filter((id) => expected.views.has(id))]);
  return [
    ...namesIn('schema', database.schemas, expected.schemas, tell),
    ...namesIn('extension', database.extensions, expected.extensions, tell),
    ...typeDifferences(sides, tell),
    ...objects(database.tables, expected.tables, 'table', 'prisma', (table) => describeTable(table).columns.join(', '), tell),
    ...inBoth.flatMap((id) => tableDifferences(id, sides, tell)),
    ...indexDifferences(sides, (table) => known.has(table), tell),
    ...sequenceDifferences(sides, tell),
    ...viewDifferences(sides, tell),
    ...functionDifferences(sides, tell),
  ];
}

/** What Prisma and Lockstep keep for themselves. */
export function isOwn(id: ObjectId): boolean {
  return id.endsWith('._prisma_migrations') || id.endsWith(`.${markTable}`) || id.startsWith(`${ownSchema}.`);
}

function namesIn(
  kind: 'schema' | 'extension',
  database: ReadonlySet<string>,
  expected: ReadonlySet<string>,
  tell: Tell,
): readonly Difference[] {
  const subject = (name: string) => ({ kind, object: name, part: null, concerns: kind === 'schema' ? 'prisma' : 'other' }) as const;
  const told = (names: ReadonlySet<string>, other: ReadonlySet<string>): readonly string[] =>
    [...names].filter((name) => !other.has(name) && name !== ownSchema && name !== 'plpgsql');
  return [
    // Hosts bring extensions of their own, and what nobody asks for is in nobody's way.
    ...(kind === 'extension' ? [] : told(database, expected).map((name) => tell.onlyInDatabase(subject(name), name))),
    ...told(expected, database).map((name) => tell.missing(subject(name), name)),
  ];
}

/** Which objects of a kind only one side has. */
function objects<T>(
  database: ReadonlyMap<ObjectId, T>,
  expected: ReadonlyMap<ObjectId, T>,
  kind: DriftedKind | ((object: T) => DriftedKind),
  concerns: Difference['concerns'],
  describe: (object: T) => string,
  tell: Tell,
): readonly Difference[] {
  const subject = (id: ObjectId, object: T) =>
    ({ kind: typeof kind === 'string' ? kind : kind(object), object: id, part: null, concerns }) as const;
  const only = (some: ReadonlyMap<ObjectId, T>, others: ReadonlyMap<ObjectId, T>): readonly (readonly [ObjectId, T])[] =>
    [...some].filter(([id]) => !others.has(id) && !isOwn(id));
  return [
    ...only(database, expected).map(([id, object]) => tell.onlyInDatabase(subject(id, object), describe(object))),
    ...only(expected, database).map(([id, object]) => tell.missing(subject(id, object), describe(object))),
  ];
}

function tableDifferences(id: ObjectId, sides: Sides, tell: Tell): readonly Difference[] {
  const [database, expected] = [sides.database.tables.get(id), sides.expected.tables.get(id)];
  if (database === undefined || expected === undefined || expected.temporary) return [];
  const [own, other] = [structureOf(database), structureOf(expected)];
  const subject = { kind: 'table', object: id, part: null, concerns: 'other' } as const;
  return [
    ...(own === other ? [] : [tell.changed(subject, own, other, [{ verb: 'is', database: own, expected: other }])]),
    ...columnDifferences(id, database, expected, tell),
    ...constraintDifferences(id, database, expected, sides, tell),
    ...attachedDifferences(id, database, expected, tell),
  ];
}

/** What kind of table it is, in words. Bounds of partitions are written in many ways. */
function structureOf({ unlogged, partitionBy, partitionOf, inherits }: Table): string {
  const words = [
    ...(unlogged ? ['unlogged'] : []),
    ...(partitionBy === null ? [] : [`partitioned by ${partitionBy.strategy}`]),
    ...(partitionOf === null ? [] : [`a partition of ${partitionOf.parent}`]),
    ...(inherits.length === 0 ? [] : [`an heir of ${inherits.join(', ')}`]),
  ];
  return words.length === 0 ? 'a plain table' : words.join(', ');
}

function typeDifferences({ database, expected }: Sides, tell: Tell): readonly Difference[] {
  const kindOf = ({ type }: UserType): DriftedKind => (type === 'enum' ? 'enum' : 'type');
  const differing = [...database.types].flatMap(([id, type]): readonly Difference[] => {
    const other = expected.types.get(id);
    if (other === undefined || isOwn(id)) return [];
    const subject = { kind: kindOf(type), object: id, part: null, concerns: type.type === 'enum' ? 'prisma' : 'other' } as const;
    const words = [describeType(type), describeType(other)] as const;
    if (type.type !== 'enum' || other.type !== 'enum') {
      return type.type === other.type ? [] : [tell.changed(subject, ...words, [{ verb: 'is', database: type.type, expected: other.type }])];
    }
    const [extra, lacking] = [
      type.values.filter((value) => !other.values.includes(value)),
      other.values.filter((value) => !type.values.includes(value)),
    ];
    const aspects = [
      ...(extra.length === 0 ? [] : [{ phrase: `has more values: ${extra.join(', ')}` }]),
      ...(lacking.length === 0 ? [] : [{ phrase: `lacks values: ${lacking.join(', ')}` }]),
    ];
    return aspects.length === 0 ? [] : [tell.changed(subject, ...words, aspects)];
  });
  const isEnum = (type: UserType): boolean => type.type === 'enum';
  const some = (types: Catalog['types'], enums: boolean): Catalog['types'] =>
    new Map([...types].filter(([, type]) => isEnum(type) === enums));
  return [
    ...objects(some(database.types, true), expected.types, 'enum', 'prisma', describeType, tell).filter(
      ({ change }) => change === 'only-in-database',
    ),
    ...objects(database.types, some(expected.types, true), 'enum', 'prisma', describeType, tell).filter(
      ({ change }) => change === 'missing',
    ),
    ...objects(some(database.types, false), expected.types, 'type', 'other', describeType, tell).filter(
      ({ change }) => change === 'only-in-database',
    ),
    ...objects(database.types, some(expected.types, false), 'type', 'other', describeType, tell).filter(
      ({ change }) => change === 'missing',
    ),
    ...differing,
  ];
}

/** Those that a column owns come and go with it. */
function sequenceDifferences({ database, expected }: Sides, tell: Tell): readonly Difference[] {
  const free = ({ sequences }: Catalog, other: Catalog): Catalog['sequences'] =>
    new Map([...sequences].filter(([id, { ownedBy }]) => ownedBy === null && other.sequences.get(id)?.ownedBy == null));
  return objects(free(database, expected), free(expected, database), 'sequence', 'other', describeSequence, tell);
}

function viewDifferences({ database, expected }: Sides, tell: Tell): readonly Difference[] {
  const differing = [...database.views].flatMap(([id, view]): readonly Difference[] => {
    const other = expected.views.get(id);
    if (other === undefined || isOwn(id)) return [];
    const kind = view.materialized ? 'materialized view' : 'view';
    const subject = { kind, object: id, part: null, concerns: 'other' } as const;
    const words = [describeView(view), describeView(other)] as const;
    if (view.materialized !== other.materialized) {
      const expectedKind = other.materialized ? 'a materialized view' : 'a view';
      return [tell.changed(subject, ...words, [{ verb: 'is', database: `a ${kind}`, expected: expectedKind }])];
    }
    const isKnown = view.complete && other.complete;
    const sameColumns = view.columns.length === other.columns.length && view.columns.every((name, place) => name === other.columns[place]);
    return !isKnown || sameColumns ? [] : [tell.changed(subject, ...words, [{ phrase: 'has other columns' }])];
  });
  const kindOf = ({ materialized }: { readonly materialized: boolean }): DriftedKind => (materialized ? 'materialized view' : 'view');
  return [...objects(database.views, expected.views, kindOf, 'other', describeView, tell), ...differing];
}

function functionDifferences({ database, expected }: Sides, tell: Tell): readonly Difference[] {
  const kindOf = ({ procedure }: { readonly procedure: boolean }): DriftedKind => (procedure ? 'procedure' : 'function');
  const differing = [...database.functions].flatMap(([id, called]): readonly Difference[] => {
    const other = expected.functions.get(id);
    if (other === undefined || isOwn(id)) return [];
    const [own, wanted] = [describeFunction(called), describeFunction(other)];
    const subject = { kind: kindOf(called), object: id, part: null, concerns: 'other' } as const;
    return own === wanted ? [] : [tell.changed(subject, own, wanted, [{ phrase: 'has other arguments or properties' }])];
  });
  return [...objects(database.functions, expected.functions, kindOf, 'other', describeFunction, tell), ...differing];
}
