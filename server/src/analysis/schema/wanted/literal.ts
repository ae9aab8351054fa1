import type { Value } from '../schema';
import type { LiteralFormat } from './flavours/flavour';
import type { Scalar } from './flavours/native-type';

/** A literal default: as Prisma writes it in SQL, and the value that it has there. */
export interface Literal {
  readonly sql: string;
  readonly value: string;
}

/** `'it''s'` */
export function quotedLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function stringLiteral(text: string): Literal {
  return { sql: quotedLiteral(text), value: text };
}

/**
 * A literal of `@default(…)` for a field of this type. `null`: Prisma writes no default for it; `undefined`: it is not a value of the type.
 * Source: `constant_expression_to_sql_default` in
 * https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/sql_schema_calculator.rs
 * and `render_default` of each provider's renderer.
 */
export function literalOf(value: Value, scalar: Scalar, format: LiteralFormat): Literal | null | undefined {
  switch (value.type) {
    case 'number':
      return isNumeric(scalar) ? bare(numberText(value.text, scalar)) : undefined;
    case 'word':
      return scalar === 'Boolean' && (value.text === 'true' || value.text === 'false') ? bare(value.text) : undefined;
    case 'string':
      return literalOfString(value.value, scalar, format);
    default:
      return undefined;
  }
}

function literalOfString(text: string, scalar: Scalar, format: LiteralFormat): Literal | null | undefined {
  switch (scalar) {
    case 'String':
      return stringLiteral(text);
    case 'Decimal':
      return isDecimal(text) ? bare(numberText(text, scalar)) : undefined;
    case 'Json':
      return format.json === null ? null : { sql: format.json(text), value: text };
    case 'DateTime': {
      const date = dateText(text, format.date);
      return date === null ? undefined : stringLiteral(date);
    }
    case 'Bytes': {
      const digits = hexadecimal(text);
      if (digits === null) return undefined;
      return format.bytes === null ? null : stringLiteral(format.bytes(digits));
    }
    default:
      return undefined;
  }
}

function bare(text: string): Literal {
  return { sql: text, value: text };
}

function isNumeric(scalar: Scalar): boolean {
  return scalar === 'Int' || scalar === 'BigInt' || scalar === 'Float' || scalar === 'Decimal';
}

function isDecimal(text: string): boolean {
  return /^[-+]?\d+(\.\d+)?([eE][-+]?\d{1,3})?$/.test(text);
}

/** `007` → `7`, `1e3` → `1000`, `1.50` → `1.50`: decimals keep their places, and there is no negative zero. */
function numberText(text: string, scalar: Scalar): string {
  const [, sign = '', whole = '0', places = '', exponent = '0'] = /^([-+]?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  const fraction = scalar === 'Int' || scalar === 'BigInt' ? '' : places;
  const shift = Number(exponent);
  const digits = `${whole}${fraction}`;
  const point = whole.length + shift;
  const padded = point <= 0 ? `${'0'.repeat(1 - point)}${digits}` : digits.padEnd(point, '0');
  const at = Math.max(1, point);
  const integer = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const rest = padded.slice(at);
  const magnitude = rest === '' ? integer : `${integer}.${rest}`;
  return sign === '-' && /[1-9]/.test(magnitude) ? `-${magnitude}` : magnitude;
}

const rfc3339 = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?([Zz]|[-+]\d\d:\d\d)$/;

/** A date as Rust's chrono prints it: a fraction of 3, 6 or 9 places, the offset in full. */
function dateText(text: string, form: LiteralFormat['date']): string | null {
  const [all, day, time, places = '', zone] = rfc3339.exec(text) ?? [];
  if (all === undefined || zone === undefined) return null;
  const nanoseconds = places.padEnd(9, '0');
  const length = nanoseconds === '000000000' ? 0 : nanoseconds.endsWith('000000') ? 3 : nanoseconds.endsWith('000') ? 6 : 9;
  const fraction = length === 0 ? '' : `.${nanoseconds.slice(0, length)}`;
  const offset = zone === 'Z' || zone === 'z' ? '+00:00' : zone;
  return form === 'spaced' ? `${day} ${time}${fraction} ${offset}` : `${day}T${time}${fraction}${offset}`;
}

/** The bytes of a base64 text as hexadecimal digits; null where it is none. */
function hexadecimal(base64: string): string | null {
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return null;
  return [...atob(base64)].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}
