import type { Default } from './postgres-defaults';
import { sameExpressionText } from './postgres-expressions';
import type { Family } from './postgres-types';

/** What the comparison of two defaults depends on beside them. */
export interface DefaultContext {
  readonly before: Family;
  readonly after: Family;
  /** The default before comes from a database, which does not keep the spelling of an expression. */
  readonly described: boolean;
}

/**
 * Whether Prisma takes two defaults for the same. A sequence is a matter of its own (`autoincrement`).
 * https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/sql_schema_differ/column.rs (`defaults_match`)
 */
export function sameDefault(before: Default, after: Default, context: DefaultContext): boolean {
  const datetime = context.before === 'datetime' || context.after === 'datetime';
  if (datetime && oneIs('expression', 'list', before, after)) return true;
  if (before.kind === 'list' && after.kind === 'list') return sameList(before.values, after.values, context);
  if (isDate(before) && after.kind !== 'none') return true;
  if (isDate(after) && before.kind !== 'none') return true;
  switch (after.kind) {
    case 'sequence':
      return true;
    case 'none':
      return before.kind === 'none' || before.kind === 'sequence';
    case 'expression':
      // How the server spells the expression of a generated column is not foretold: the schema has it from there.
      return before.kind === 'expression' && (before.generated || sameExpression(before.text, after.text, context.described));
    case 'value':
    case 'now':
    case 'list':
      return before.kind === after.kind && (before.kind !== 'value' || after.kind !== 'value' || sameValue(before, after, context));
  }
}

function oneIs(one: Default['kind'], other: Default['kind'], before: Default, after: Default): boolean {
  return (before.kind === one && after.kind === other) || (before.kind === other && after.kind === one);
}

function isDate(value: Default): boolean {
  return value.kind === 'value' && value.family === 'datetime';
}

type Value = Extract<Default, { kind: 'value' }>;

function sameValue(before: Value, after: Value, context: DefaultContext): boolean {
  if (before.family !== after.family) return false;
  if (before.family === 'int' || before.family === 'float') return sameNumber(before.value, after.value);
  if (before.family === 'bytes') return before.value.toLowerCase() === after.value.toLowerCase();
  if (before.family === 'string' && (context.before === 'json' || context.after === 'json')) return sameJson(before.value, after.value);
  return before.value === after.value;
}

function sameList(before: readonly string[], after: readonly string[], context: DefaultContext): boolean {
  if (before.length !== after.length) return false;
  return before.every((value, place) => sameElement(value, after[place] ?? '', context));
}

function sameElement(before: string, after: string, { after: family }: DefaultContext): boolean {
  switch (family) {
    case 'datetime':
      return true;
    case 'json':
      return sameJson(before, after);
    case 'int':
    case 'float':
      return sameNumber(before, after);
    case 'bytes':
    case 'boolean':
      return before.toLowerCase() === after.toLowerCase();
    default:
      return before === after;
  }
}

function sameNumber(before: string, after: string): boolean {
  return before === after || plainNumber(before) === plainNumber(after);
}

/** `1.50` and `+1.5` are one number; the digits are compared as text, since there may be more of them than a double holds. */
function plainNumber(text: string): string {
  const [mantissa = '', exponent = ''] = text.toLowerCase().replace(/^\+/, '').split('e');
  if (exponent !== '') return String(Number(text));
  const [whole = '', fraction = ''] = mantissa.replace(/^-/, '').split('.');
  const digits = `${whole.replace(/^0+(?=\d)/, '')}.${fraction.replace(/0+$/, '')}`.replace(/\.$/, '');
  return mantissa.startsWith('-') && digits !== '0' ? `-${digits}` : digits;
}

/** What is no JSON equals everything, as in Prisma. */
function sameJson(before: string, after: string): boolean {
  if (before === after) return true;
  const [a, b] = [parsedJson(before), parsedJson(after)];
  return a === null || b === null || sortedJson(a.value) === sortedJson(b.value);
}

function parsedJson(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function sameExpression(before: string, after: string, described: boolean): boolean {
  return before.toLowerCase() === after.toLowerCase() || (described && sameExpressionText(before, after));
}
