import { type PrismaType, timeTypes } from './postgres-types';

/** How Prisma gets from one type to another: not at all, in place, or by dropping the column and adding it anew. */
export type TypeChange = 'none' | 'in-place' | 'recreate';

type Known = Extract<PrismaType, { kind: 'known' }>;
/** Says whether a type of this name and length can be the target. */
type Targets = ReadonlyMap<string, (length: number | null) => boolean>;

const anyLength = () => true;
const unlimited = (length: number | null) => length === null;

/** `text varchar bpchar`: these, whatever their length. */
function any(names: string): readonly (readonly [string, (length: number | null) => boolean])[] {
  return names.split(' ').map((name) => [name, anyLength] as const);
}

/** Into text, into varchar without a limit, and into those that hold more characters than given. */
function longerThan(characters: number): readonly (readonly [string, (length: number | null) => boolean])[] {
  const fits = (length: number | null) => length !== null && length > characters;
  return [
    ['text', anyLength],
    ['varchar', (length) => unlimited(length) || fits(length)],
    ['bpchar', fits],
  ];
}

const numbers = any('int2 int4 int8 numeric float4 float8 varchar bpchar text');
const times = any('timestamp timestamptz date time timetz');

/**
 * `postgres_native_type_change_riskyness`, without its difference between safe and risky casts, which the SQL does not show.
 * A type that is missing here goes into every other.
 * https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/flavour/postgres/schema_differ.rs
 */
const targetsByType: ReadonlyMap<string, (length: number | null) => Targets> = new Map(
  Object.entries({
    inet: () => new Map(any('citext text varchar')),
    oid: () => new Map(any('text varchar int8 int4')),
    int2: () => new Map(any('int4 int8 numeric float4 float8 varchar bpchar text')),
    int4: () => new Map(any('int2 int8 numeric float4 float8 varchar bpchar text')),
    int8: () => new Map(any('int2 int4 numeric float4 float8 varchar bpchar text')),
    numeric: () => new Map(numbers),
    float4: () => new Map(numbers),
    float8: () => new Map(numbers),
    varchar: () => new Map(any('text varchar bpchar')),
    bpchar: () => new Map(any('text varchar bpchar')),
    text: () => new Map(any('text varchar bpchar citext')),
    bytea: () => new Map(longerThan(2)),
    timestamp: () => new Map([...longerThan(22), ...times]),
    timestamptz: () => new Map([...longerThan(27), ...times]),
    date: () => new Map([...longerThan(27), ...any('timestamp timestamptz')]),
    time: () => new Map([...longerThan(13), ...any('timetz')]),
    timetz: () => new Map([...longerThan(18), ...any('timetz time')]),
    bool: () => new Map([...any('text varchar'), ['bpchar', (length) => length !== null && length > 3]]),
    bit: bitTargets,
    varbit: varbitTargets,
    uuid: () => new Map(longerThan(31)),
    xml: () => new Map(any('text varchar bpchar')),
    json: () => new Map(any('text jsonb varchar bpchar')),
    jsonb: () => new Map(any('text json varchar bpchar')),
  } satisfies Record<string, (length: number | null) => Targets>),
);

function bitTargets(length: number | null): Targets {
  if (length === null) return new Map(any('text varchar bpchar varbit'));
  const holds = (next: number | null) => next !== null && next >= length;
  const unlimitedOrHolds = (next: number | null) => unlimited(next) || holds(next);
  return new Map([...any('text'), ['varchar', unlimitedOrHolds], ['varbit', unlimitedOrHolds], ['bpchar', holds]]);
}

function varbitTargets(length: number | null): Targets {
  if (length === null) return new Map(any('text varchar bpchar bit'));
  return new Map([
    ...any('text varchar bpchar'),
    ['varbit', (next) => unlimited(next) || (next !== null && next > length)],
    ['bit', (next) => unlimited(next) || (next !== null && next <= length)],
  ]);
}

/** Columns as the comparison of types sees them. */
export interface TypedColumn {
  readonly type: PrismaType;
  readonly list: boolean;
}

export function typeChange(before: TypedColumn, after: TypedColumn): TypeChange {
  const [from, to] = [before.type, after.type];
  if (from.kind === 'enum' || to.kind === 'enum')
    return from.kind === 'enum' && to.kind === 'enum' && from.id === to.id ? 'none' : 'recreate';
  if (before.list && !after.list && to.kind === 'known' && intoText.has(to.name)) return 'in-place';
  if (before.list !== after.list) return 'recreate';
  if (from.kind === 'known' && to.kind === 'known') return knownTypeChange(from, to);
  return from.kind === to.kind ? 'none' : 'in-place';
}

const intoText: ReadonlySet<string> = new Set(['text', 'varchar', 'bpchar']);

function knownTypeChange(from: Known, to: Known): TypeChange {
  if (sameType(from, to)) return 'none';
  const targets = targetsByType.get(from.name)?.(lengthOf(from));
  if (targets === undefined) return 'in-place';
  return targets.get(to.name)?.(lengthOf(to)) === true ? 'in-place' : 'recreate';
}

/** A time without a precision is any time for Prisma. */
function sameType(from: Known, to: Known): boolean {
  if (from.name !== to.name) return false;
  // `@db.Char` and `@db.Char(1)` are one in a catalog, though not for Prisma: the one that changes nothing is meant.
  if (oneByDefault.has(to.name) && to.arguments[0] === 1 && from.arguments.length === 0) return true;
  if (timeTypes.has(from.name) && (from.arguments.length === 0 || to.arguments.length === 0)) return true;
  return from.arguments.length === to.arguments.length && from.arguments.every((argument, place) => argument === to.arguments[place]);
}

const oneByDefault: ReadonlySet<string> = new Set(['bpchar', 'bit']);

function lengthOf(type: Known): number | null {
  return type.arguments[0] ?? null;
}
