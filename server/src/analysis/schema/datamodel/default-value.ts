import type { Default } from '../../catalog/diff/flavours/postgres-defaults';
import type { Family } from '../../catalog/diff/flavours/postgres-types';
import { quoted } from './names';

/** The names of an enum's values in the datamodel, by the value in the database. */
export type EnumNames = ReadonlyMap<string, string>;

/** What stands in a column's `@default(…)`; null for no default. `values` are those of the column's enum. */
export function defaultArgument(value: Default, family: Family, values: EnumNames | null): string | null {
  switch (value.kind) {
    case 'none':
      return null;
    case 'now':
      return 'now()';
    case 'sequence':
      return 'autoincrement()';
    case 'expression':
      return generated(value.text);
    case 'value':
      return literal(value.value, family, values) ?? generated(value.value);
    case 'list': {
      const items = value.values.map((item) => literal(item, family, values));
      return items.includes(null) ? null : `[${items.join(', ')}]`;
    }
  }
}

function generated(text: string): string {
  return `dbgenerated(${quoted(text)})`;
}

/** A value as the datamodel writes it; null where it is none of this type. */
function literal(value: string, family: Family, values: EnumNames | null): string | null {
  switch (family) {
    case 'enum':
      return values?.get(value) ?? null;
    case 'int':
      return /^[+-]?\d+$/.test(value) ? value.replace('+', '') : null;
    case 'float':
      return /^-?\d+(\.\d+)?$/.test(value) ? value : null;
    case 'boolean':
      return /^(t|true)$/i.test(value) ? 'true' : 'false';
    case 'bytes':
      return quoted(base64(value.slice(2)));
    case 'datetime':
      return null;
    case 'string':
    case 'json':
    case 'uuid':
    case 'other':
      return quoted(value);
  }
}

function base64(hex: string): string {
  return btoa(String.fromCharCode(...(hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16))));
}
