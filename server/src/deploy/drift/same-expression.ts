import type { ColumnType, StoredExpression } from '../../analysis/catalog/catalog';
import { normalExpression } from '../../analysis/sql/postgres/normal-expression';

/** Whether two expressions are the same but for what a server changes when it stores one. Columns may have been renamed since one of them was written. */
export function sameExpression(a: StoredExpression, b: StoredExpression): boolean {
  if (a.text === b.text) return true;
  return sameNames(a.columns, b.columns) && normalExpression(a.text) === normalExpression(b.text);
}

export function sameNames(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [new Set(a), new Set(b)];
  return left.size === right.size && [...left].every((name) => right.has(name));
}

/**
 * Whether two defaults of a column of this type are the same. A server writes a constant in the form of its type: `'{"a": 1}'::jsonb`,
 * `'2026-01-01 00:00:00'::timestamp`. Constants of a type whose form is not known here are taken to be the same.
 */
export function sameDefault(a: StoredExpression, b: StoredExpression, type: ColumnType): boolean {
  if (a.constant === null || b.constant === null) return sameExpression(a, b) || sameSequence(a.text, b.text);
  const [left, right] = [a.constant.value, b.constant.value];
  if (left === right || left === null || right === null) return left === right;
  if (type.dimensions > 0) return sameExpression(a, b) || left.replace(/\s/g, '') === right.replace(/\s/g, '');
  return !type.user && sameConstant(left, right, type.name);
}

function sameConstant(a: string, b: string, type: string): boolean {
  if (type.startsWith('enum(')) return false;
  switch (type) {
    case 'text':
    case 'varchar':
    case 'citext':
    case 'blob':
    case 'datetime':
    case 'char':
      return false;
    case 'bpchar':
      return a.trimEnd() === b.trimEnd();
    case 'bool':
    case 'boolean':
      return truth(a) === truth(b);
    case 'json':
    case 'jsonb':
      return sameJson(a, b);
    case 'uuid':
      return a.toLowerCase() === b.toLowerCase();
    case 'int2':
    case 'int4':
    case 'int8':
    case 'float4':
    case 'float8':
    case 'numeric':
    case 'integer':
    case 'bigint':
    case 'real':
    case 'double':
    case 'decimal':
      return Number(a) === Number(b);
    case 'date':
    case 'timestamp':
      return !(timeOf(a) !== timeOf(b) && isTime(a) && isTime(b));
    default:
      return true;
  }
}

function timeOf(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}${text.includes(':') ? 'Z' : ''}`);
}

/** As a server writes it. */
function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d(?:\.\d+)?)?$/.test(text);
}

function sameJson(a: string, b: string): boolean {
  try {
    return sorted(JSON.parse(a)) === sorted(JSON.parse(b));
  } catch {
    return a === b;
  }
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}

function truth(value: string): boolean | string {
  if (/^(?:t|true|y|yes|on|1)$/i.test(value)) return true;
  return /^(?:f|false|n|no|off|0)$/i.test(value) ? false : value;
}

/** `nextval('"a_seq"'::regclass)`: a schema in front is not looked at, because one side may leave it out. */
function sameSequence(a: string, b: string): boolean {
  const [left, right] = [sequenceIn(a), sequenceIn(b)];
  return left !== null && left === right;
}

function sequenceIn(text: string): string | null {
  const name = /nextval\s*\(\s*'((?:[^']|'')*)'/i.exec(text)?.[1];
  return name === undefined ? null : (/("[^"]+"|[^".]+)$/.exec(name)?.[1]?.replaceAll('"', '') ?? null);
}
