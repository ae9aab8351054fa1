import type { Column, ColumnType, ObjectId } from '../../catalog';
import type { VisibleCatalog } from '../visible';

/** A column's type as Prisma knows it. `arguments` is empty where none are written. */
export type PrismaType =
  | { readonly kind: 'known'; readonly name: string; readonly arguments: readonly number[] }
  | { readonly kind: 'enum'; readonly id: ObjectId }
  /** `Unsupported("…")`: Prisma never compares two of them. */
  | { readonly kind: 'other' };

export type Family = 'string' | 'json' | 'int' | 'float' | 'boolean' | 'datetime' | 'bytes' | 'uuid' | 'enum' | 'other';

/** https://github.com/prisma/prisma-engines/blob/main/schema-engine/sql-schema-describer/src/postgres.rs (`get_column_type_family`) */
const families: ReadonlyMap<string, Family> = new Map([
  ...named('int', 'int2 int4 int8 oid'),
  ...named('float', 'float4 float8 numeric money'),
  ...named('boolean', 'bool'),
  ...named('string', 'text citext varchar bpchar xml bit varbit inet'),
  ...named('datetime', 'date time timetz timestamp timestamptz'),
  ...named('bytes', 'bytea'),
  ...named('json', 'json jsonb'),
  ...named('uuid', 'uuid'),
]);

function named(family: Family, names: string): readonly (readonly [string, Family])[] {
  return names.split(' ').map((name) => [name, family] as const);
}

/** Types whose precision a database always knows: 6 where none was written. */
export const timeTypes: ReadonlySet<string> = new Set(['time', 'timetz', 'timestamp', 'timestamptz']);
const databasePrecision: readonly number[] = [6];

export function familyOf(type: PrismaType): Family {
  switch (type.kind) {
    case 'known':
      return familyOfName(type.name);
    case 'enum':
      return 'enum';
    case 'other':
      return 'other';
  }
}

/** Of a built-in type. */
export function familyOfName(name: string): Family {
  return families.get(name) ?? 'other';
}

const other: PrismaType = { kind: 'other' };

/** The type of a column on one side of the comparison. A column over a domain has the type below it for Prisma. */
export function prismaType(column: Column, { catalog, enums, described }: VisibleCatalog): PrismaType {
  const type = below(column.type, catalog.types);
  if (type.user) return enums.has(type.name) ? { kind: 'enum', id: type.name } : other;
  if (type.name === 'char') return { kind: 'known', name: 'bpchar', arguments: [] };
  if (!families.has(type.name)) return other;
  return { kind: 'known', name: type.name, arguments: argumentsOf(type, described && !isList(column)) };
}

export function isList(column: Column): boolean {
  return column.type.dimensions > 0;
}

/** Whether the column cannot be NULL; where it is read from a database, its domain counts as well (`information_schema.columns`). */
export function isRequired({ notNull, type }: Column, { catalog, described }: VisibleCatalog): boolean {
  const user = described && type.user && !notNull ? catalog.types.get(type.name) : undefined;
  return notNull || (user?.type === 'domain' && user.notNull);
}

function below(type: ColumnType, types: VisibleCatalog['catalog']['types']): ColumnType {
  let found = type;
  for (let depth = 0; found.user && depth < 10; depth++) {
    const user = types.get(found.name);
    if (user?.type !== 'domain') break;
    found = user.base;
  }
  return found;
}

function argumentsOf({ name, modifiers }: ColumnType, described: boolean): readonly number[] {
  if (described && modifiers.length === 0 && timeTypes.has(name)) return databasePrecision;
  const [precision] = modifiers;
  return name === 'numeric' && modifiers.length === 1 && precision !== undefined ? [precision, 0] : modifiers;
}
