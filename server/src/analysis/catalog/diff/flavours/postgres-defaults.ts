import type { Column } from '../../catalog';
import { listLiteral, stringLiteral } from './postgres-literals';
import { type Family, isList } from './postgres-types';

/** A column's default as Prisma classes it. */
export type Default =
  | { readonly kind: 'none' }
  | { readonly kind: 'value'; readonly family: ValueFamily; readonly value: string }
  | { readonly kind: 'list'; readonly values: readonly string[] }
  | { readonly kind: 'now' }
  | { readonly kind: 'sequence'; readonly name: string }
  /** An expression of which Prisma knows no more than its text. `generated`: that of a generated column, which it takes for a default. */
  | { readonly kind: 'expression'; readonly text: string; readonly generated: boolean };

type ValueFamily = 'string' | 'int' | 'float' | 'boolean' | 'bytes' | 'datetime';

const none: Default = { kind: 'none' };
const now: Default = { kind: 'now' };

const integer = /^[+-]?\d+$/;
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** Whether this text means the same value in a schema as in a database. */
export function isPlainDefault(text: string, family: Family): boolean {
  switch (family) {
    case 'int':
      return integer.test(text);
    case 'float':
      return decimal.test(text);
    case 'boolean':
      return text === 'true' || text === 'false';
    case 'datetime':
      return text === 'CURRENT_TIMESTAMP';
    case 'string':
    case 'enum':
      return stringLiteral(text) !== null;
    default:
      return false;
  }
}

/** The default that a schema asks for, from the SQL that Prisma writes for it. */
export function declaredDefault(column: Column, family: Family): Default {
  const text = column.default?.text ?? null;
  if (text === null) return none;
  const sequence = serialSequence(column);
  if (sequence !== null) return { kind: 'sequence', name: sequence };
  const expression: Default = { kind: 'expression', text, generated: false };
  if (isList(column)) {
    const values = text.startsWith('ARRAY[') ? listLiteral(text) : null;
    return values === null ? expression : { kind: 'list', values };
  }
  const literal = stringLiteral(text);
  switch (family) {
    case 'other':
      return expression;
    case 'datetime':
      if (text === 'CURRENT_TIMESTAMP') return now;
      return literal === null ? expression : { kind: 'value', family: 'datetime', value: literal };
    case 'int':
    case 'float':
      return (family === 'int' ? integer : decimal).test(text) ? { kind: 'value', family, value: text } : expression;
    case 'boolean':
      return text === 'true' || text === 'false' ? { kind: 'value', family, value: text } : expression;
    case 'bytes':
      return literal === null ? expression : { kind: 'value', family, value: literal };
    default:
      return literal === null ? expression : { kind: 'value', family: 'string', value: literal };
  }
}

/**
 * The default as Prisma reads it from a database, which spells it in its own way: by the type of the column.
 * https://github.com/prisma/prisma-engines/blob/main/schema-engine/sql-schema-describer/src/postgres/default.rs
 */
export function describedDefault(column: Column, family: Family): Default {
  const stored = column.generated?.expression ?? column.default;
  if (stored === null || (stored.constant !== null && stored.constant.value === null)) return none;
  const { text } = stored;
  const expression: Default = { kind: 'expression', text, generated: column.generated !== null };
  if (isList(column)) {
    const values = listLiteral(text);
    return values === null ? expression : { kind: 'list', values };
  }
  if (family === 'datetime') return isNow(text) ? now : expression;
  if (family === 'int' && stored.functions.includes('nextval')) {
    const name = sequenceName(text);
    return name === null ? expression : { kind: 'sequence', name };
  }
  const constant = stored.constant?.value ?? null;
  return (constant === null ? null : constantDefault(constant, family)) ?? expression;
}

const booleans: ReadonlyMap<string, string> = new Map([
  ...['true', 't', 'yes', 'y', 'on', '1'].map((text) => [text, 'true'] as const),
  ...['false', 'f', 'no', 'n', 'off', '0'].map((text) => [text, 'false'] as const),
]);

function constantDefault(value: string, family: Family): Default | null {
  switch (family) {
    case 'string':
    case 'json':
    case 'enum':
      return { kind: 'value', family: 'string', value };
    case 'int':
      return integer.test(value) ? { kind: 'value', family, value } : null;
    case 'float':
      return decimal.test(value) ? { kind: 'value', family, value } : null;
    case 'boolean': {
      const boolean = booleans.get(value.trim().toLowerCase());
      return boolean === undefined ? null : { kind: 'value', family, value: boolean };
    }
    case 'bytes':
      return value.startsWith('\\x') ? { kind: 'value', family, value } : null;
    default:
      return null;
  }
}

/** `now()`, `CURRENT_TIMESTAMP`; with a precision or a conversion around it, it is an expression. */
function isNow(text: string): boolean {
  return /^\(*\s*(?:pg_catalog\.)?(?:now\s*\(\s*\)|current_timestamp)\s*\)*$/i.test(text);
}

/** The sequence of a serial column, whose default is written as `nextValue` of `stored-expression.ts` writes it; null for others. */
export function serialSequence(column: Column): string | null {
  const stored = column.default;
  if (stored === null || !stored.functions.includes('nextval')) return null;
  return /^nextval\('[^'"]+\.[^'"]+'::regclass\)$/.test(stored.text) ? sequenceName(stored.text) : null;
}

/** The sequence without its schema: `nextval('"public"."User_id_seq"'::regclass)` → `User_id_seq`. */
function sequenceName(text: string): string | null {
  const argument = /^\(*nextval\s*\(\s*\(*'((?:[^']|'')*)'/i.exec(text)?.[1];
  const name = argument === undefined ? null : (/(?:^|\.)(?:"((?:[^"]|"")+)"|([^".]+))$/.exec(argument.replaceAll("''", "'")) ?? null);
  return name === null ? null : (name[1]?.replaceAll('""', '"') ?? name[2] ?? null);
}
