/**
 * Built-in functions that are STABLE or IMMUTABLE in every form, of those that make sense in a default or a generated
 * column; `AT TIME ZONE` is `timezone`, which was VOLATILE up to PostgreSQL 14 for `timetz` alone; `coalesce`, `greatest` and the like are syntax, and the SQL-standard value functions are listed as they are written.
 * test/evidence compares the list with `pg_proc` of every version.
 */
export const stableOrImmutable: ReadonlySet<string> = new Set(
  `
  current_catalog current_date current_role current_schema current_time current_timestamp current_user localtime localtimestamp
  session_user system_user user
  coalesce greatest least nullif
  abs acos age array_append array_cat array_fill array_length array_lower array_ndims array_position array_prepend array_remove
  array_replace array_to_json array_to_string array_upper ascii asin atan atan2 bit_length btrim cardinality cbrt ceil ceiling
  char_length character_length chr concat concat_ws convert convert_from convert_to cos cot current_database current_schemas
  current_setting date_part date_trunc decode degrees div encode exp extract factorial floor format gcd hashtext initcap inet_client_addr
  isfinite json_array_length json_build_array json_build_object json_extract_path json_extract_path_text json_object json_typeof
  jsonb_array_length jsonb_build_array jsonb_build_object jsonb_extract_path jsonb_extract_path_text jsonb_object jsonb_set
  jsonb_strip_nulls jsonb_typeof justify_days justify_hours justify_interval lcm left length ln log log10 lower lower_inc lpad ltrim
  make_date make_interval make_time make_timestamp make_timestamptz md5 mod now numrange octet_length overlay parse_ident pg_backend_pid
  pg_client_encoding pi position power quote_ident quote_literal quote_nullable radians regexp_match regexp_replace
  regexp_split_to_array repeat replace reverse right round row_to_json rpad rtrim scale setweight sha224 sha256 sha384 sha512
  sign sin split_part sqrt starts_with statement_timestamp string_to_array strip strpos substr substring tan timezone to_ascii
  to_char to_date to_hex to_json to_jsonb to_number to_timestamp to_tsquery to_tsvector transaction_timestamp translate trim trunc
  tsrange tstzrange txid_current upper upper_inc version websearch_to_tsquery width_bucket
  `
    .trim()
    .split(/\s+/),
);

/** Built-in functions of defaults that came with a later version than the oldest supported one. Source: release notes. */
export const builtInSince: ReadonlyMap<string, number> = new Map([
  ['gen_random_uuid', 13],
  ['uuidv4', 18],
  ['uuidv7', 18],
]);
