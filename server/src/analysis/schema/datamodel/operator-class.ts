import { quoted } from './names';

/**
 * Operator classes that Prisma has a name for; any other one is `raw("…")`.
 * Source: https://github.com/prisma/prisma-engines/blob/main/psl/parser-database/src/types.rs (OperatorClass)
 */
const named: ReadonlyMap<string, string> = new Map(
  `inet_ops InetOps,jsonb_ops JsonbOps,jsonb_path_ops JsonbPathOps,array_ops ArrayOps,text_ops TextOps,bit_minmax_ops BitMinMaxOps,
  varbit_minmax_ops VarBitMinMaxOps,bpchar_bloom_ops BpcharBloomOps,bpchar_minmax_ops BpcharMinMaxOps,bytea_bloom_ops ByteaBloomOps,
  bytea_minmax_ops ByteaMinMaxOps,date_bloom_ops DateBloomOps,date_minmax_ops DateMinMaxOps,date_minmax_multi_ops DateMinMaxMultiOps,
  float4_bloom_ops Float4BloomOps,float4_minmax_ops Float4MinMaxOps,float4_minmax_multi_ops Float4MinMaxMultiOps,
  float8_bloom_ops Float8BloomOps,float8_minmax_ops Float8MinMaxOps,float8_minmax_multi_ops Float8MinMaxMultiOps,
  inet_inclusion_ops InetInclusionOps,inet_bloom_ops InetBloomOps,inet_minmax_ops InetMinMaxOps,
  inet_minmax_multi_ops InetMinMaxMultiOps,int2_bloom_ops Int2BloomOps,int2_minmax_ops Int2MinMaxOps,
  int2_minmax_multi_ops Int2MinMaxMultiOps,int4_bloom_ops Int4BloomOps,int4_minmax_ops Int4MinMaxOps,
  int4_minmax_multi_ops Int4MinMaxMultiOps,int8_bloom_ops Int8BloomOps,int8_minmax_ops Int8MinMaxOps,
  int8_minmax_multi_ops Int8MinMaxMultiOps,numeric_bloom_ops NumericBloomOps,numeric_minmax_ops NumericMinMaxOps,
  numeric_minmax_multi_ops NumericMinMaxMultiOps,oid_bloom_ops OidBloomOps,oid_minmax_ops OidMinMaxOps,
  oid_minmax_multi_ops OidMinMaxMultiOps,text_bloom_ops TextBloomOps,text_minmax_ops TextMinMaxOps,
  timestamp_bloom_ops TimestampBloomOps,timestamp_minmax_ops TimestampMinMaxOps,timestamp_minmax_multi_ops TimestampMinMaxMultiOps,
  timestamptz_bloom_ops TimestampTzBloomOps,timestamptz_minmax_ops TimestampTzMinMaxOps,
  timestamptz_minmax_multi_ops TimestampTzMinMaxMultiOps,time_bloom_ops TimeBloomOps,time_minmax_ops TimeMinMaxOps,
  time_minmax_multi_ops TimeMinMaxMultiOps,timetz_bloom_ops TimeTzBloomOps,timetz_minmax_ops TimeTzMinMaxOps,
  timetz_minmax_multi_ops TimeTzMinMaxMultiOps,uuid_bloom_ops UuidBloomOps,uuid_minmax_ops UuidMinMaxOps,
  uuid_minmax_multi_ops UuidMinMaxMultiOps`
    .split(',')
    .map((pair) => pair.trim().split(' '))
    .map(([database, prisma]) => [database ?? '', prisma ?? '']),
);

/** An operator class as the argument `ops` has it. */
export function operatorClassArgument(name: string): string {
  return named.get(name) ?? `raw(${quoted(name)})`;
}
