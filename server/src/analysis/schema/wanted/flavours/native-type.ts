import type { ColumnType } from '../../../catalog/catalog';
import type { Attribute } from '../../schema';

/** The built-in types of the schema language for SQL databases. */
export type Scalar = 'Int' | 'BigInt' | 'Float' | 'Decimal' | 'Boolean' | 'String' | 'DateTime' | 'Bytes' | 'Json';

const scalars: ReadonlySet<string> = new Set<Scalar>([
  'Int',
  'BigInt',
  'Float',
  'Decimal',
  'Boolean',
  'String',
  'DateTime',
  'Bytes',
  'Json',
]);

export function isScalar(name: string): name is Scalar {
  return scalars.has(name);
}

/** What `@db.X` stands for: a row of a provider's table. */
export interface NativeType {
  /** As Prisma writes it: `DOUBLE PRECISION`, without its arguments. */
  readonly sql: string;
  /** As the catalog has it: `float8`. */
  readonly name: string;
  /** Number of arguments that may be written; `required` where none is an error. */
  readonly arguments: 'none' | 'length' | 'required-length' | 'precision-and-scale';
  readonly scalars: readonly Scalar[];
  /** What the server adds where no argument is written: `CHAR` is `CHAR(1)`. */
  readonly implied: readonly number[];
}

/** A native type with its arguments: a column's type, and how Prisma writes it. */
export interface UsedType {
  readonly native: NativeType;
  readonly type: ColumnType;
  /** `DECIMAL(65,30)`. */
  readonly sql: string;
}

export function usedType(native: NativeType, given: readonly number[]): UsedType {
  return {
    native,
    type: { name: native.name, user: false, modifiers: given.length === 0 ? native.implied : given, dimensions: 0 },
    sql: given.length === 0 ? native.sql : `${native.sql}(${given.join(',')})`,
  };
}

/** The type that `@db.X(…)` means for a field of this type; null where Prisma refuses it. */
export function writtenType(types: ReadonlyMap<string, NativeType>, attribute: Attribute, scalar: Scalar): UsedType | null {
  const native = types.get(attribute.name.slice(attribute.name.indexOf('.') + 1));
  if (native === undefined || !native.scalars.includes(scalar)) return null;
  const given = attribute.arguments.map(({ name, value }) => (name === null && value.type === 'number' ? Number(value.text) : Number.NaN));
  return given.every(isLength) && accepts(native, given.length) ? usedType(native, given) : null;
}

function isLength(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}

function accepts(native: NativeType, count: number): boolean {
  switch (native.arguments) {
    case 'none':
      return count === 0;
    case 'length':
      return count <= 1;
    case 'required-length':
      return count === 1;
    case 'precision-and-scale':
      return count === 0 || count === 2;
  }
}

/** The types of fields without `@db`: for each type of the schema language a native type and its arguments. */
export function typePerScalar(
  types: ReadonlyMap<string, NativeType>,
  defaults: Readonly<Record<Scalar, readonly [string, ...number[]]>>,
): (scalar: Scalar) => UsedType {
  const used = new Map(
    Object.entries(defaults).map(([scalar, [name, ...given]]) => [scalar, usedType(types.get(name) ?? plain(name), given)]),
  );
  return (scalar) => used.get(scalar) ?? usedType(plain(scalar), []);
}

function plain(name: string): NativeType {
  return { sql: name.toUpperCase(), name: name.toLowerCase(), arguments: 'none', scalars: [], implied: [] };
}

/** `[Prisma's name, SQL, catalog name, arguments, types of the schema language, implied arguments]` */
export type NativeTypeRow = readonly [string, string, string, NativeType['arguments'], readonly Scalar[], (readonly number[])?];

export function nativeTypes(rows: readonly NativeTypeRow[]): ReadonlyMap<string, NativeType> {
  return new Map(rows.map(([key, sql, name, args, of, implied = []]) => [key, { sql, name, arguments: args, scalars: of, implied }]));
}
