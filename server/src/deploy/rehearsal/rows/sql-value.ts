import type { Catalog, Column, ColumnType } from '../../../analysis/catalog/catalog';
import { quotedText } from '../../../analysis/render/postgres-names';
import { qualified } from '../postgres/qualified';
import type { Limits } from './limits';

export interface ValueContext {
  readonly catalog: Catalog;
  /** The table's id, so that values of two tables differ where that matters. */
  readonly table: string;
  /** Rows of the table. */
  readonly rows: number;
  /** Each row needs another value. */
  readonly distinct: boolean;
  readonly limits: Limits;
}

/**
 * An SQL expression over the row's number `i`, from 1, that fits a column; null where no value of its type is known. What need not be distinct repeats, as real
 * values do.
 */
export function sqlValue({ name, type }: Column, context: ValueContext): string | null {
  const { distinct, rows, limits } = context;
  if (limits.allowed.length > 0)
    return `(ARRAY[${limits.allowed.map(quotedText).join(', ')}])[(i - 1) % ${limits.allowed.length} + 1]::${typeName(type)}`;
  const number = distinct ? 'i' : `(i % ${Math.max(2, Math.ceil(rows / 2))})`;
  return valueOfType(type, { ...context, number: bounded(number, limits), name });
}

function bounded(number: string, { least, most }: Limits): string {
  const moved = least === null ? number : `(${number} + ${least})`;
  return most === null ? moved : `least(${moved}, ${most})`;
}

interface Numbered extends ValueContext {
  readonly number: string;
  readonly name: string;
}

function valueOfType(type: ColumnType, context: Numbered): string | null {
  if (type.dimensions > 0) return `'{}'::${typeName(type)}[]`;
  if (!type.user) return builtIn(type, context);
  const user = context.catalog.types.get(type.name);
  if (user?.type === 'domain') return valueOfType(user.base, context);
  if (user?.type !== 'enum' || user.values.length === 0) return null;
  return `(ARRAY[${user.values.map(quotedText).join(', ')}]::${qualified(type.name)}[])[(i - 1) % ${user.values.length} + 1]`;
}

function typeName({ name, user }: ColumnType): string {
  return user ? qualified(name) : name;
}

function builtIn({ name, modifiers }: ColumnType, { number, table, name: column }: Numbered): string | null {
  const [first, second = 0] = modifiers;
  switch (name) {
    case 'int2':
      return `(${number} % 32767)::int2`;
    case 'int4':
    case 'int8':
    case 'float4':
    case 'float8':
    case 'oid':
      return number;
    case 'numeric':
      return first === undefined || first - second > 12 ? number : `(${number} % ${10 ** Math.max(0, first - second)})`;
    case 'money':
      return `${number}::bigint::money`;
    case 'text':
    case 'citext':
    case 'name':
      return words(column, number);
    case 'varchar':
    case 'bpchar':
      return first === undefined || first >= 24 + column.length
        ? words(column, number)
        : `right(lpad(${number}::text, ${first}, '0'), ${first})`;
    case 'bool':
      return '(i % 2 = 0)';
    case 'uuid':
      return `md5(${quotedText(`${table}.${column}`)} || ${number})::uuid`;
    case 'date':
      return `(DATE '2026-01-01' - (${number} % 7000)::int)`;
    case 'time':
    case 'timetz':
      return `(TIME '00:00' + make_interval(secs => ${number} % 86400))`;
    case 'timestamp':
    case 'timestamptz':
      return `(TIMESTAMP '2026-01-01' - make_interval(mins => ${number}::int))`;
    case 'interval':
      return `make_interval(mins => ${number}::int)`;
    case 'json':
    case 'jsonb':
      return `jsonb_build_object('n', ${number})::${name}`;
    case 'bytea':
      return `decode(md5(${number}::text), 'hex')`;
    case 'inet':
      return `('10.0.0.0'::inet + (${number} % 16777216))`;
    case 'bit':
      return `repeat('0', ${first ?? 1})::bit(${first ?? 1})`;
    case 'vector':
      return first === undefined ? null : `array_fill(0::real, ARRAY[${first}])::vector`;
    default:
      return plain[name] === undefined ? null : `${quotedText(plain[name])}::${name}`;
  }
}

function words(column: string, number: string): string {
  return /mail/i.test(column) ? `${number} || '@example.com'` : `${quotedText(`${column} `)} || ${number}`;
}

/** One value for all rows: nobody indexes these distinctly. */
const plain: Readonly<Record<string, string>> = {
  cidr: '10.0.0.0/8',
  macaddr: '08:00:2b:01:02:03',
  varbit: '0',
  xml: '<a/>',
  tsvector: 'word',
  tsquery: 'word',
  point: '(0,0)',
  line: '{1,1,1}',
  lseg: '((0,0),(1,1))',
  box: '((0,0),(1,1))',
  path: '((0,0),(1,1))',
  polygon: '((0,0),(1,1),(1,0))',
  circle: '<(0,0),1>',
  int4range: 'empty',
  int8range: 'empty',
  numrange: 'empty',
  tsrange: 'empty',
  tstzrange: 'empty',
  daterange: 'empty',
  hstore: '',
  ltree: 'a',
};
