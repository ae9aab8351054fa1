import type { ColumnType } from '../catalog/catalog';

/**
 * What becomes of values that the new type cannot hold. `cut`: they are changed without a word. `refused`: the statement fails
 * as soon as one exists.
 */
export interface TypeLoss {
  readonly kind: 'cut' | 'refused';
  /** Behind the name of the column and its types: `rounds its values`. */
  readonly phrase: string;
}

/**
 * How a cast is made: `ALTER COLUMN … TYPE t` assigns, `USING c::t` is explicit, and only an explicit cast may cut text off.
 * Source: https://www.postgresql.org/docs/current/sql-createcast.html, pg_cast, https://www.postgresql.org/docs/current/datatype.html
 */
export type CastForm = 'assignment' | 'explicit';

/** What a change of type may lose; null where every value survives, or where nothing is known of the pair. */
export function typeLoss(from: ColumnType, to: ColumnType, cast: CastForm): TypeLoss | null {
  if (from.user || to.user || from.dimensions !== to.dimensions) return null;
  if (isText(to)) return textLoss(from, to, cast);
  if (isText(from)) return refused(`fails on text that is no ${phraseOf(to.name)}`);
  if (isNumber(from) && isNumber(to)) return numberLoss(from, to);
  if (isTime(from) && isTime(to)) return timeLoss(from, to);
  if (isNumber(from) && to.name === 'bool') return cut('turns every other number than 0 into true');
  return null;
}

function cut(phrase: string): TypeLoss {
  return { kind: 'cut', phrase };
}

function refused(phrase: string): TypeLoss {
  return { kind: 'refused', phrase };
}

const textTypes: ReadonlySet<string> = new Set(['text', 'varchar', 'bpchar', 'citext', 'name', 'char']);

function isText(type: ColumnType): boolean {
  return textTypes.has(type.name);
}

/** Longest text that a value of a type can need, where it is known: `-2147483648`, a uuid. */
const textLengths: ReadonlyMap<string, number> = new Map([
  ['int2', 6],
  ['int4', 11],
  ['int8', 20],
  ['bool', 5],
  ['uuid', 36],
  ['date', 13],
]);

function textLoss(from: ColumnType, to: ColumnType, cast: CastForm): TypeLoss | null {
  const limit = to.modifiers[0] ?? (to.name === 'bpchar' ? 1 : Number.POSITIVE_INFINITY);
  const longest = isText(from)
    ? (from.modifiers[0] ?? (from.name === 'bpchar' ? 1 : Number.POSITIVE_INFINITY))
    : textLengths.get(from.name);
  if (limit === Number.POSITIVE_INFINITY || (longest ?? Number.POSITIVE_INFINITY) <= limit) return null;
  const characters = limit === 1 ? '1 character' : `${limit} characters`;
  return cast === 'explicit' ? cut(`cuts values off after ${characters}`) : refused(`fails on values over ${characters}`);
}

const phrases: ReadonlyMap<string, string> = new Map([
  ['int2', 'whole number'],
  ['int4', 'whole number'],
  ['int8', 'whole number'],
  ['numeric', 'number'],
  ['float4', 'number'],
  ['float8', 'number'],
  ['bool', 'true or false'],
  ['json', 'JSON'],
  ['jsonb', 'JSON'],
  ['uuid', 'UUID'],
  ['bytea', 'binary string'],
]);

function phraseOf(type: string): string {
  return phrases.get(type) ?? `valid ${type}`;
}

/** Digits before the point that a type holds, and digits behind it; `exact` types hold each of them. */
interface NumberRange {
  readonly whole: number;
  readonly fraction: number;
  /** Significant digits of a floating-point type; null for exact types. */
  readonly significant: number | null;
}

const integerDigits: ReadonlyMap<string, number> = new Map([
  ['int2', 5],
  ['int4', 10],
  ['int8', 19],
]);

function isNumber(type: ColumnType): boolean {
  return rangeOf(type) !== null;
}

function rangeOf(type: ColumnType): NumberRange | null {
  const digits = integerDigits.get(type.name);
  if (digits !== undefined) return { whole: digits, fraction: 0, significant: null };
  if (type.name === 'float4') return { whole: 38, fraction: 38, significant: 6 };
  if (type.name === 'float8') return { whole: 308, fraction: 308, significant: 15 };
  if (type.name !== 'numeric') return null;
  const [precision, scale = 0] = type.modifiers;
  if (precision === undefined) return { whole: Number.POSITIVE_INFINITY, fraction: Number.POSITIVE_INFINITY, significant: null };
  return { whole: precision - scale, fraction: scale, significant: null };
}

function numberLoss(from: ColumnType, to: ColumnType): TypeLoss | null {
  const old = rangeOf(from);
  const next = rangeOf(to);
  if (old === null || next === null) return null;
  if (losesDigits(old, next)) return cut('rounds its values');
  return next.whole < old.whole ? refused('fails on values that are too large') : null;
}

/** A floating-point number becomes exact again without a loss that anybody wrote down; the other way round digits go. */
function losesDigits(old: NumberRange, next: NumberRange): boolean {
  if (next.significant !== null) return (old.significant ?? old.whole + old.fraction) > next.significant;
  return next.fraction < old.fraction;
}

const timeParts: ReadonlyMap<string, { readonly date: boolean; readonly time: boolean }> = new Map([
  ['date', { date: true, time: false }],
  ['time', { date: false, time: true }],
  ['timetz', { date: false, time: true }],
  ['timestamp', { date: true, time: true }],
  ['timestamptz', { date: true, time: true }],
]);

function isTime(type: ColumnType): boolean {
  return timeParts.has(type.name);
}

function timeLoss(from: ColumnType, to: ColumnType): TypeLoss | null {
  const old = timeParts.get(from.name);
  const next = timeParts.get(to.name);
  if (old === undefined || next === undefined) return null;
  if (old.time && !next.time) return cut('cuts off the time of day');
  if (old.date && !next.date) return cut('cuts off the date');
  const precision = (type: ColumnType) => (type.name === 'date' ? 0 : (type.modifiers[0] ?? 6));
  return precision(to) < precision(from) ? cut('rounds its fractions of a second') : null;
}
