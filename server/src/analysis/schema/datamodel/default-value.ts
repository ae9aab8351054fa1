import type { Column, StoredExpression } from '../../catalog/catalog';
import { quoted } from './names';
import { typeFamilyOf } from './scalar-type';

/** The names of an enum's values in the datamodel, by the value in the database. */
export type EnumNames = ReadonlyMap<string, string>;

/**
 * What stands in a column's `@default(…)`; null for no default. The database's own defaults become what Prisma reads them as:
 * a value, `now()`, `autoincrement()`, otherwise `dbgenerated("…")`.
 * Source: https://github.com/prisma/prisma-engines/blob/main/schema-engine/sql-schema-describer/src/postgres/default.rs
 */
export function defaultOf(column: Column, values: EnumNames | null): string | null {
  if (column.identity !== null) return 'autoincrement()';
  const expression = column.generated?.expression ?? column.default;
  if (expression === null || expression.constant?.value === null) return null;
  const known = column.generated === null ? knownDefault(column, expression, values) : null;
  return known ?? `dbgenerated(${quoted(expression.text)})`;
}

function knownDefault(column: Column, expression: StoredExpression, values: EnumNames | null): string | null {
  const { text, constant } = expression;
  const item = (value: string) => literalOf(column, value, values);
  if (column.type.dimensions > 0) {
    const items = arrayLiteral(constant?.value ?? '') ?? arrayConstructor(text);
    const written = items?.map(item) ?? [null];
    return written.includes(null) ? null : `[${written.join(', ')}]`;
  }
  const family = values === null ? typeFamilyOf(column.type) : 'other';
  if (family === 'integer' && /^nextval\s*\(/i.test(text)) return 'autoincrement()';
  if (family === 'time') return /^(now\s*\(\s*\)|current_timestamp)(\s*::[\w ()]+)?$/i.test(text) ? 'now()' : null;
  return constant === null || constant.value === null ? null : item(constant.value);
}

/** A constant as the datamodel writes it; null where Prisma does not read one for this type. */
function literalOf(column: Column, value: string, values: EnumNames | null): string | null {
  if (values !== null) return values.get(value) ?? null;
  const family = typeFamilyOf(column.type);
  switch (family) {
    case 'text':
      return quoted(value);
    case 'integer':
      return /^-?\d+$/.test(value) ? value : null;
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(value) ? value : null;
    case 'boolean':
      return booleanOf(value);
    case 'bytes':
      return /^\\x([0-9a-f]{2})*$/i.test(value) ? quoted(base64(value.slice(2))) : null;
    case 'time':
    case 'other':
      return null;
  }
}

function booleanOf(value: string): string | null {
  if (/^(t|true|yes|on|1)$/i.test(value)) return 'true';
  return /^(f|false|no|off|0)$/i.test(value) ? 'false' : null;
}

function base64(hex: string): string {
  return btoa(String.fromCharCode(...(hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16))));
}

/** The items of `{a,"b c"}`; null for what is not one list of values. */
function arrayLiteral(text: string): readonly string[] | null {
  const inner = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1];
  if (inner === undefined) return null;
  if (inner.trim() === '') return [];
  const items = [...inner.matchAll(/\s*(?:"((?:[^"\\]|\\.)*)"|([^",{}\\]+?))\s*(?:,|$)/gs)];
  if (items.map(([whole]) => whole).join('') !== inner) return null;
  return items.map(([, quotedItem, bare]) => quotedItem?.replace(/\\(.)/gs, '$1') ?? bare ?? '');
}

/** The items of `ARRAY['a', 'b']::text[]`; null where one is not a literal. */
function arrayConstructor(text: string): readonly string[] | null {
  const inner = /^[\s(]*ARRAY\s*\[(.*?)\](?:\s*(?:\)|::[\w". ]+(?:\(\d+\))?(?:\[\])*))*$/is.exec(text)?.[1];
  if (inner === undefined) return null;
  if (inner.trim() === '') return [];
  const items = [...inner.matchAll(/\s*(?:'((?:[^']|'')*)'|(-?[\w.]+))(?:::[\w". ]+(?:\(\d+\))?)?\s*(?:,|$)/gs)];
  if (items.map(([whole]) => whole).join('') !== inner) return null;
  return items.map(([, literal, bare]) => literal?.replaceAll("''", "'") ?? bare ?? '');
}
