import type { TypeName } from '../operation/type';
import type { Catalog, ColumnType } from './catalog';
import { findType } from './resolve';

/** A column whose type the text does not say. */
export const unknownType: ColumnType = { name: 'unknown', user: false, modifiers: [], dimensions: 0 };

/** `serial` and its kin are not types: the integer type that each stands for (manual, 8.1.4). */
const serialTypes: ReadonlyMap<string, string> = new Map([
  ['serial', 'int4'],
  ['serial4', 'int4'],
  ['bigserial', 'int8'],
  ['serial8', 'int8'],
  ['smallserial', 'int2'],
  ['serial2', 'int2'],
]);

/** The integer type of a `serial` column; null for every other type. */
export function serialTypeOf(type: TypeName): ColumnType | null {
  const name = type.schema === null && type.dimensions === 0 ? serialTypes.get(type.name) : undefined;
  return name === undefined ? null : { name, user: false, modifiers: [], dimensions: 0 };
}

/**
 * Types of `pg_catalog` whose names people also give to types of their own. Unqualified they mean the built-in type, because
 * `pg_catalog` is searched first (manual, 5.10.5).
 */
const builtInTypes: ReadonlySet<string> = new Set(
  `bit bool box bpchar bytea char cidr circle date daterange float4 float8 inet int2 int4 int4range int8 int8range interval json
  jsonb jsonpath line lseg macaddr macaddr8 money name numeric numrange oid path pg_lsn point polygon record regclass regproc
  regtype text tid time timestamp timestamptz timetz trigger tsquery tsrange tstzrange tsvector uuid varbit varchar void xid
  xml`.split(/\s+/),
);

/** The type that a name means on this search path. */
export function resolveType(catalog: Catalog, type: TypeName): ColumnType {
  const { modifiers, dimensions } = type;
  const builtIn = type.schema === null && builtInTypes.has(type.name);
  const user = builtIn ? null : findType(catalog, type);
  return { name: user?.id ?? type.name, user: user !== null, modifiers, dimensions };
}

/** `public.Role[]`, `numeric(10,2)`: one word for a type, to compare and to show. */
export function typeText(type: ColumnType): string {
  const modifiers = type.modifiers.length === 0 ? '' : `(${type.modifiers.join(',')})`;
  return `${type.name}${modifiers}${'[]'.repeat(type.dimensions)}`;
}
