import type { Catalog, ColumnType } from '../../catalog/catalog';
import { typeLoss } from '../../migration/type-loss';
import { quotedText } from '../../render/postgres-names';

/** How the values of a column become values of another type. `column`: quoted, or with the row it is of. */
export interface Conversion {
  /** The new value, as SQL. Null where the server's own cast does it. */
  readonly using: ((column: string) => string) | null;
  /** True, as SQL, for a value that survives; nothing is said of NULL. Null where every value does. */
  readonly fits: ((column: string) => string) | null;
}

/** What a conversion has to know. */
export interface ConversionTypes {
  readonly from: ColumnType;
  readonly to: ColumnType;
  /** Of the new type, as SQL: `DECIMAL(10,2)`. */
  readonly written: string;
  /** With the enums of both sides. */
  readonly catalog: Catalog;
}

/** The conversion from one type to another, where one is sensible: each value means the same afterwards. Else null. */
export function conversionOf(types: ConversionTypes): Conversion | null {
  const { from, to, written } = types;
  if (from.dimensions !== to.dimensions) return listConversion(types);
  if (from.dimensions > 0) return null;
  const values = enumValues(types.catalog, to);
  if (values !== null) return enumValues(types.catalog, from) !== null || isText(from) ? toEnum(values, written) : null;
  if (enumValues(types.catalog, from) !== null) return isText(to) ? textOfEnum(to, written) : null;
  if (from.user || to.user) return null;
  if (isText(from) && !isText(to)) return fromText(types);
  if (from.name === 'bool' && integers.has(to.name)) return { using: (column) => `${column}::integer::${written}`, fits: null };
  if (integers.has(from.name) && to.name === 'bool')
    return { using: (column) => `${column} <> 0`, fits: (column) => `${column} IN (0, 1)` };
  return null;
}

/** A cast that the server makes by itself, where it changes or refuses some values; null where it keeps all, or nothing is known of it. */
export function guardedCast({ from, to, written }: ConversionTypes): Conversion | null {
  if (typeLoss(from, to, 'assignment') === null) return null;
  const [length] = to.modifiers;
  if (isText(to))
    return length === undefined
      ? null
      : { using: null, fits: (column) => `char_length(${isText(from) ? column : `${column}::text`}) <= ${length}` };
  if (isText(from)) return null;
  const range = integers.get(to.name);
  if (range !== undefined && numbers.has(from.name)) {
    const between = (column: string): string => `${column} BETWEEN ${range}`;
    if (integers.has(from.name)) return { using: null, fits: between };
    return { using: null, fits: (column) => `${column}::numeric = trunc(${column}::numeric) AND ${between(column)}` };
  }
  if (to.name === 'numeric' && to.modifiers.length > 0 && numbers.has(from.name)) {
    const [precision = 0, scale = 0] = to.modifiers;
    const number = (column: string): string => (from.name === 'numeric' ? column : `${column}::numeric`);
    return {
      using: null,
      fits: (column) => `${number(column)} = round(${number(column)}, ${scale}) AND abs(${number(column)}) < 1e${precision - scale}`,
    };
  }
  // There and back again is the same.
  return { using: null, fits: (column) => `(${column}::${written})::${builtInName(from)} = ${column}` };
}

const textTypes: ReadonlySet<string> = new Set(['text', 'varchar', 'bpchar', 'citext']);

function isText({ name, user, dimensions }: ColumnType): boolean {
  return !user && dimensions === 0 && textTypes.has(name);
}

/** The bounds, as BETWEEN takes them. */
const integers: ReadonlyMap<string, string> = new Map([
  ['int2', '-32768 AND 32767'],
  ['int4', '-2147483648 AND 2147483647'],
  ['int8', '-9223372036854775808 AND 9223372036854775807'],
]);

const numbers: ReadonlySet<string> = new Set(['int2', 'int4', 'int8', 'numeric', 'float4', 'float8']);

function builtInName({ name, modifiers }: ColumnType): string {
  return modifiers.length === 0 ? name : `${name}(${modifiers.join(',')})`;
}

function enumValues(catalog: Catalog, type: ColumnType): readonly string[] | null {
  const found = type.user && type.dimensions === 0 ? catalog.types.get(type.name) : undefined;
  return found?.type === 'enum' ? found.values : null;
}

function toEnum(values: readonly string[], written: string): Conversion {
  return {
    using: (column) => `${column}::text::${written}`,
    fits: (column) => `${column}::text IN (${values.map(quotedText).join(', ')})`,
  };
}

function textOfEnum(to: ColumnType, written: string): Conversion {
  const [length] = to.modifiers;
  return {
    using: (column) => `${column}::text::${written}`,
    fits: length === undefined ? null : (column) => `char_length(${column}::text) <= ${length}`,
  };
}

/** Text that would be written in the same way again; where a type has several spellings, text that is one of them. */
function fromText({ from, to, written }: ConversionTypes): Conversion | null {
  const fits = textFits(to, written);
  const asText = (column: string): string => (from.name === 'text' || from.name === 'varchar' ? column : `${column}::text`);
  return fits === null ? null : { using: (column) => `${column}::${written}`, fits: (column) => fits(asText(column)) };
}

function textFits({ name, modifiers }: ColumnType, written: string): ((column: string) => string) | null {
  const range = integers.get(name);
  if (range !== undefined) return whereLike('^(0|-?[1-9][0-9]{0,18})$', (column) => `${column}::numeric BETWEEN ${range}`);
  switch (name) {
    case 'numeric': {
      const number = '^-?[0-9]+([.][0-9]+)?$';
      return modifiers.length === 0 ? like(number) : whereLike(number, (column) => `${column}::${written} = ${column}::numeric`);
    }
    case 'float4':
    case 'float8':
      return like('^-?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?$');
    case 'bool':
      return (column) => `lower(${column}) IN ('true', 'false', 't', 'f', 'yes', 'no', '1', '0')`;
    case 'uuid':
      return (column) => `${column} ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'`;
    case 'timestamp':
    case 'timestamptz':
    case 'date':
    case 'time':
    case 'json':
    case 'jsonb':
    case 'inet':
      // The cast itself fails on what is none.
      return (column) => `${column}::${written} IS NOT NULL`;
    default:
      return null;
  }
}

function like(pattern: string): (column: string) => string {
  return (column) => `${column} ~ '${pattern}'`;
}

/** The condition is only looked at where the text has the form that it needs. */
function whereLike(pattern: string, condition: (column: string) => string): (column: string) => string {
  return (column) => `CASE WHEN ${column} ~ '${pattern}' THEN ${condition(column)} ELSE false END`;
}

/** One value becomes a list of it, and a list of at most one its value. */
function listConversion({ from, to, written }: ConversionTypes): Conversion | null {
  if (from.name !== to.name || from.user !== to.user) return null;
  if (from.dimensions === 0) {
    return { using: (column) => `CASE WHEN ${column} IS NULL THEN NULL ELSE ARRAY[${column}]::${written} END`, fits: null };
  }
  return to.dimensions > 0 ? null : { using: (column) => `${column}[1]`, fits: (column) => `cardinality(${column}) <= 1` };
}
