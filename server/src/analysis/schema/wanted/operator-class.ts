import type { Value } from '../schema';
import { textInCall } from './arguments';
import type { Flavour } from './flavours/flavour';

/** The types that Prisma has operator classes for, and those of BRIN that each has. */
const brin: Readonly<Record<string, readonly [string, readonly ('bloom' | 'minmax' | 'multi' | 'inclusion')[]]>> = {
  Bit: ['bit', ['minmax']],
  VarBit: ['varbit', ['minmax']],
  Bpchar: ['bpchar', ['bloom', 'minmax']],
  Bytea: ['bytea', ['bloom', 'minmax']],
  Date: ['date', ['bloom', 'minmax', 'multi']],
  Float4: ['float4', ['bloom', 'minmax', 'multi']],
  Float8: ['float8', ['bloom', 'minmax', 'multi']],
  Inet: ['inet', ['bloom', 'minmax', 'multi', 'inclusion']],
  Int2: ['int2', ['bloom', 'minmax', 'multi']],
  Int4: ['int4', ['bloom', 'minmax', 'multi']],
  Int8: ['int8', ['bloom', 'minmax', 'multi']],
  Numeric: ['numeric', ['bloom', 'minmax', 'multi']],
  Oid: ['oid', ['bloom', 'minmax', 'multi']],
  Text: ['text', ['bloom', 'minmax']],
  Timestamp: ['timestamp', ['bloom', 'minmax', 'multi']],
  TimestampTz: ['timestamptz', ['bloom', 'minmax', 'multi']],
  Time: ['time', ['bloom', 'minmax', 'multi']],
  TimeTz: ['timetz', ['bloom', 'minmax', 'multi']],
  Uuid: ['uuid', ['bloom', 'minmax', 'multi']],
};

const endings = {
  bloom: ['BloomOps', 'bloom_ops'],
  minmax: ['MinMaxOps', 'minmax_ops'],
  multi: ['MinMaxMultiOps', 'minmax_multi_ops'],
  inclusion: ['InclusionOps', 'inclusion_ops'],
} as const;

/** Source: https://github.com/prisma/prisma-engines/blob/main/psl/parser-database/src/types/index_fields.rs */
const operatorClasses: ReadonlyMap<string, string> = new Map([
  ['InetOps', 'inet_ops'],
  ['JsonbOps', 'jsonb_ops'],
  ['JsonbPathOps', 'jsonb_path_ops'],
  ['ArrayOps', 'array_ops'],
  ['TextOps', 'text_ops'],
  ...Object.entries(brin).flatMap(([name, [type, kinds]]) =>
    kinds.map((kind) => [`${name}${endings[kind][0]}`, `${type}_${endings[kind][1]}`] as const),
  ),
]);

/** `ops: JsonbPathOps`, `ops: raw("gin_trgm_ops")`; undefined where it cannot be read. */
export function operatorClassOf(value: Value | null, { reader }: Flavour): string | null | undefined {
  if (value === null) return null;
  if (value.type === 'word') return operatorClasses.get(value.text);
  const sql = textInCall(value, 'raw');
  return sql === null || sql === undefined ? undefined : (reader.operatorClass(sql) ?? undefined);
}
