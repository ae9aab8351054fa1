import type { Column, ColumnType, UserType } from '../catalog/catalog';
import { resolveType, typeText } from '../catalog/column-type';
import type { ChangeType } from '../operation/table';
import type { EffectContext } from './effect';

/**
 * What a change of a column's type costs. `none`: only the catalog changes. `indexes`: the rows stay, indexes on the column are
 * built anew. `rewrite`: every row and every index is written anew. `rewrite-unless-utc`: as `indexes` where the connection's
 * `TimeZone` is UTC, as `rewrite` otherwise.
 */
export type TypeChangeCost = 'none' | 'indexes' | 'rewrite' | 'rewrite-unless-utc';

/** The cost of an `ALTER COLUMN … TYPE` on a column as it is in the catalog. */
export function typeChangeCost(column: Column, operation: ChangeType, at: EffectContext): TypeChangeCost {
  const to = resolveType(at.before, operation.type);
  if (operation.using !== null && !isPlainCast(operation, to, at)) return 'rewrite';
  const cost = conversionCost(column.type, to, at);
  return cost === 'none' && collationChanges(column, operation, to) ? 'indexes' : cost;
}

/** `USING c` and `USING c::target` say what happens without USING. */
function isPlainCast(operation: ChangeType, to: ColumnType, at: EffectContext): boolean {
  const using = operation.using;
  if (using === null) return true;
  if (using.castOfColumn !== operation.column.text || using.casts.length > 1) return false;
  const [cast] = using.casts;
  return cast === undefined || typeText(resolveType(at.before, cast)) === typeText(to);
}

/** Without COLLATE the column gets the type's own collation again. */
function collationChanges(column: Column, operation: ChangeType, to: ColumnType): boolean {
  if (!collatable.has(to.name)) return false;
  return operation.collation !== column.collation;
}

const collatable: ReadonlySet<string> = new Set(['text', 'varchar', 'bpchar', 'citext', 'name']);

function conversionCost(from: ColumnType, to: ColumnType, at: EffectContext): TypeChangeCost {
  if (typeText(from) === typeText(to)) return 'none';
  const target = userType(to, at);
  if (to.dimensions === 0 && target?.type === 'domain') return toDomain(from, target, at);
  const origin = userType(from, at);
  if (from.dimensions === 0 && origin?.type === 'domain') return conversionCost(origin.base, to, at);
  if (from.dimensions > 0 || to.dimensions > 0) return from.dimensions > 0 && to.dimensions > 0 ? arrayCost(from, to) : 'rewrite';
  if (from.name === to.name) return modifierCost(from, to);
  const coercion = coercions.find((row) => row.from.includes(from.name) && row.to.includes(to.name));
  if (coercion === undefined) return 'rewrite';
  return coercion.target === undefined || coercion.target(to, from) ? coercion.cost : 'rewrite';
}

function userType(type: ColumnType, at: EffectContext): UserType | null {
  return type.user ? (at.before.types.get(type.name) ?? null) : null;
}

/** A domain without constraints is its base type to the server; one with constraints must look at each row. */
function toDomain(from: ColumnType, domain: Extract<UserType, { type: 'domain' }>, at: EffectContext): TypeChangeCost {
  if (domain.notNull || domain.checks.length > 0) return 'rewrite';
  return conversionCost(from, domain.base, at);
}

/** An array is converted element by element, unless only a limit of its elements is removed. */
function arrayCost(from: ColumnType, to: ColumnType): TypeChangeCost {
  return from.name === to.name && unlimited(to) ? 'none' : 'rewrite';
}

/** The same type with other modifiers: what its planner support function can skip. */
function modifierCost(from: ColumnType, to: ColumnType): TypeChangeCost {
  const [oldFirst, oldSecond] = from.modifiers;
  const [newFirst, newSecond] = to.modifiers;
  if (newFirst === undefined) return lengthened.has(to.name) ? 'none' : 'rewrite';
  switch (to.name) {
    case 'varchar':
    case 'varbit':
      return oldFirst !== undefined && newFirst >= oldFirst ? 'none' : 'rewrite';
    case 'numeric':
      return oldFirst !== undefined && newFirst >= oldFirst && (newSecond ?? 0) === (oldSecond ?? 0) ? 'none' : 'rewrite';
    case 'time':
    case 'timetz':
    case 'timestamp':
    case 'timestamptz':
      return newFirst >= 6 || (oldFirst !== undefined && newFirst >= oldFirst) ? 'none' : 'rewrite';
    case 'interval':
      // A second modifier restricts the fields.
      return newSecond === undefined && oldSecond === undefined && (newFirst >= 6 || (oldFirst ?? 6) <= newFirst) ? 'none' : 'rewrite';
    default:
      return 'rewrite';
  }
}

/** Removing the modifier lets every value pass. */
const lengthened: ReadonlySet<string> = new Set(['varchar', 'varbit', 'numeric', 'time', 'timetz', 'timestamp', 'timestamptz', 'interval']);

interface Coercion {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly cost: TypeChangeCost;
  /** Modifiers of the target, and of the origin, under which it holds. */
  readonly target?: (to: ColumnType, from: ColumnType) => boolean;
}

const unlimited = (type: ColumnType) => type.modifiers.length === 0;

/** Full precision: no modifier, or the greatest. */
const fullPrecision = (type: ColumnType) => unlimited(type) || (type.modifiers[0] ?? 0) >= 6;

/**
 * Pairs of different built-in types whose values are stored alike (pg_cast: WITHOUT FUNCTION), and the pairs whose conversion the
 * server skips. Every other pair rewrites.
 */
const coercions: readonly Coercion[] = [
  { from: ['varchar'], to: ['text'], cost: 'none' },
  { from: ['text'], to: ['varchar'], cost: 'none', target: unlimited },
  { from: ['text', 'varchar'], to: ['citext'], cost: 'indexes' },
  { from: ['citext'], to: ['text'], cost: 'indexes' },
  { from: ['citext'], to: ['varchar'], cost: 'indexes', target: unlimited },
  { from: ['int4'], to: ['oid'], cost: 'indexes' },
  { from: ['oid'], to: ['int4'], cost: 'indexes' },
  { from: ['cidr'], to: ['inet'], cost: 'none' },
  { from: ['bit'], to: ['varbit'], cost: 'none', target: unlimited },
  { from: ['timestamp'], to: ['timestamptz'], cost: 'rewrite-unless-utc', target: fullPrecision },
  { from: ['timestamptz'], to: ['timestamp'], cost: 'rewrite-unless-utc', target: fullPrecision },
];

/** Groups of types within which the server casts by itself on assignment, and from which to text always. */
const families: readonly (readonly string[])[] = [
  ['int2', 'int4', 'int8', 'numeric', 'float4', 'float8', 'money', 'oid'],
  ['date', 'timestamp', 'timestamptz', 'time', 'timetz', 'interval'],
  ['json', 'jsonb'],
  ['bool'],
  ['uuid'],
  ['bytea'],
  ['inet', 'cidr'],
  ['bit', 'varbit'],
  ['macaddr', 'macaddr8'],
  ['xml'],
];

const strings: readonly string[] = ['text', 'varchar', 'bpchar', 'citext'];

/**
 * Whether the server converts the column without USING. True also where it is not known here: only a certain refusal is
 * claimed. Source: pg_cast, castcontext.
 */
export function isAssignable(from: ColumnType, operation: ChangeType, at: EffectContext): boolean {
  const to = baseOf(resolveType(at.before, operation.type), at);
  const origin = baseOf(from, at);
  if (origin.dimensions !== to.dimensions) return to.dimensions === 0 && strings.includes(to.name);
  if (origin.dimensions > 0 || origin.name === to.name || strings.includes(to.name)) return true;
  const [a, b] = [familyOf(origin, at), familyOf(to, at)];
  return a === null || b === null || a === b;
}

function baseOf(type: ColumnType, at: EffectContext): ColumnType {
  const user = userType(type, at);
  return user?.type === 'domain' ? { ...baseOf(user.base, at), dimensions: type.dimensions + user.base.dimensions } : type;
}

/** The family of a type, an enum being its own; null where nothing is known. */
function familyOf(type: ColumnType, at: EffectContext): string | null {
  if (userType(type, at)?.type === 'enum') return type.name;
  if (strings.includes(type.name)) return 'text';
  return families.find((family) => family.includes(type.name))?.[0] ?? null;
}

/** The SQLSTATE of the refusal when a value does not fit the new type; null where every value fits. */
export function mayNotFit(column: Column, operation: ChangeType, at: EffectContext): string | null {
  const to = resolveType(at.before, operation.type);
  const from = column.type;
  if (typeChangeCost(column, operation, at) === 'none') return null;
  if (to.dimensions > 0) return null;
  if ((to.name === 'varchar' || to.name === 'bpchar') && to.modifiers.length > 0 && strings.includes(from.name)) return '22001';
  if (to.name === 'varbit' && to.modifiers.length > 0 && (from.name === 'varbit' || from.name === 'bit')) return '22001';
  if (isNarrower(from, to)) return '22003';
  if (operation.using !== null && strings.includes(from.name) && !strings.includes(to.name)) return '22P02';
  if (userType(to, at)?.type === 'enum' && operation.using !== null) return '22P02';
  return null;
}

const numbersByRange: readonly string[] = ['int2', 'int4', 'int8'];

function isNarrower(from: ColumnType, to: ColumnType): boolean {
  const [old, next] = [numbersByRange.indexOf(from.name), numbersByRange.indexOf(to.name)];
  if (next === -1) return to.name === 'numeric' && to.modifiers.length > 0 && familyIsNumeric(from);
  return old === -1 ? familyIsNumeric(from) : next < old;
}

function familyIsNumeric(type: ColumnType): boolean {
  return ['numeric', 'float4', 'float8', 'int2', 'int4', 'int8'].includes(type.name);
}
