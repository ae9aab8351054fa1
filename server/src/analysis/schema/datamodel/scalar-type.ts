import type { ColumnType } from '../../catalog/catalog';

/** A Prisma type and its native type attribute; `attribute` is empty where the native type is Prisma's own choice. */
export interface ScalarType {
  readonly name: string;
  readonly attribute: string;
}

/** How a default of the type is read and written: what Prisma's describer calls the family of a type. */
export type TypeFamily = 'text' | 'integer' | 'number' | 'boolean' | 'time' | 'bytes' | 'other';

interface KnownType {
  readonly scalar: string;
  /** Null: the type is what Prisma takes for the scalar, as long as it has no modifiers or `usual` ones. */
  readonly native: string | null;
  readonly family: TypeFamily;
  /** Modifiers that the server adds where none are written. */
  readonly implied?: readonly number[];
  /** Modifiers with which the attribute can be left out. */
  readonly usual?: readonly number[];
}

/**
 * Source: the native types of Prisma's PostgreSQL connector,
 * https://github.com/prisma/prisma-engines/blob/main/psl/psl-core/src/builtin_connectors/postgres_datamodel_connector.rs
 */
const knownTypes: ReadonlyMap<string, KnownType> = new Map<string, KnownType>([
  ['bool', { scalar: 'Boolean', native: null, family: 'boolean' }],
  ['int2', { scalar: 'Int', native: 'SmallInt', family: 'integer' }],
  ['int4', { scalar: 'Int', native: null, family: 'integer' }],
  ['int8', { scalar: 'BigInt', native: null, family: 'integer' }],
  ['oid', { scalar: 'Int', native: 'Oid', family: 'integer' }],
  ['float4', { scalar: 'Float', native: 'Real', family: 'number' }],
  ['float8', { scalar: 'Float', native: null, family: 'number' }],
  ['numeric', { scalar: 'Decimal', native: 'Decimal', family: 'number', usual: [65, 30] }],
  ['money', { scalar: 'Decimal', native: 'Money', family: 'number' }],
  ['text', { scalar: 'String', native: null, family: 'text' }],
  ['varchar', { scalar: 'String', native: 'VarChar', family: 'text' }],
  ['bpchar', { scalar: 'String', native: 'Char', family: 'text' }],
  ['citext', { scalar: 'String', native: 'Citext', family: 'text' }],
  ['xml', { scalar: 'String', native: 'Xml', family: 'text' }],
  ['inet', { scalar: 'String', native: 'Inet', family: 'text' }],
  ['bit', { scalar: 'String', native: 'Bit', family: 'text' }],
  ['varbit', { scalar: 'String', native: 'VarBit', family: 'text' }],
  ['uuid', { scalar: 'String', native: 'Uuid', family: 'other' }],
  ['json', { scalar: 'Json', native: 'Json', family: 'text' }],
  ['jsonb', { scalar: 'Json', native: null, family: 'text' }],
  ['bytea', { scalar: 'Bytes', native: null, family: 'bytes' }],
  ['timestamp', { scalar: 'DateTime', native: 'Timestamp', family: 'time', implied: [6], usual: [3] }],
  ['timestamptz', { scalar: 'DateTime', native: 'Timestamptz', family: 'time', implied: [6] }],
  ['date', { scalar: 'DateTime', native: 'Date', family: 'time' }],
  ['time', { scalar: 'DateTime', native: 'Time', family: 'time', implied: [6] }],
  ['timetz', { scalar: 'DateTime', native: 'Timetz', family: 'time', implied: [6] }],
]);

/** The Prisma type of a column's type; null for a type that a schema can only name as `Unsupported("…")`. */
export function scalarTypeOf(type: ColumnType): ScalarType | null {
  const known = type.user ? undefined : knownTypes.get(type.name);
  if (known === undefined) return null;
  const modifiers = type.modifiers.length > 0 ? type.modifiers : (known.implied ?? []);
  const isUsual = known.native === null || (known.usual !== undefined && known.usual.join() === modifiers.join());
  if (isUsual) return { name: known.scalar, attribute: '' };
  return { name: known.scalar, attribute: ` @db.${known.native}${modifiers.length === 0 ? '' : `(${modifiers.join(', ')})`}` };
}

export function typeFamilyOf(type: ColumnType): TypeFamily {
  return type.user ? 'other' : (knownTypes.get(type.name)?.family ?? 'other');
}

/** A type as `Unsupported` names it: without its schema, as a server describes it. */
export function unsupportedType({ name, user, modifiers }: ColumnType): string {
  return `${user ? name.slice(name.indexOf('.') + 1) : name}${modifiers.length === 0 ? '' : `(${modifiers.join(',')})`}`;
}
