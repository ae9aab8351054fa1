import type { ObjectId, Table } from '../catalog/catalog';
import { columnOf } from '../catalog/resolve';
import { isVolatile } from '../effects/volatility';
import type { UpdateRows } from '../operation/data';
import type { Expression } from '../operation/expression';
import { quotedName } from '../render/postgres-names';
import type { PlanContext } from './plan';

interface Found {
  readonly id: ObjectId;
  readonly table: Table;
}

type Condition = { readonly ok: true; readonly sql: string } | { readonly ok: false; readonly reason: string };

/** True for a row that is still to do, and false once it is done: an UPDATE says the first only. */
export function stillToDo(
  { columns, where }: UpdateRows,
  values: readonly Expression[],
  { id, table }: Found,
  context: PlanContext,
): Condition {
  const names = columns.map(({ text }) => text);
  const asked = where === null ? [] : [where.text.trim()];
  // What the application writes into a new column meanwhile stays.
  const isNew = (name: string): boolean => columnOf(context.statements[0]?.before.tables.get(id) ?? table, name) === null;
  const empty = names.find((name, index) => (isEmptyTest(where, name) || isNew(name)) && values[index]?.constant?.value !== null);
  const at = { before: context.before, server: context.server };
  const changing = values.find((value) => isVolatile(value, at) || value.functions.some(({ name }) => clocks.has(name.name)));
  const own = values.find((value) => value.columns.some(({ text }) => names.includes(text)));
  if (empty !== undefined) {
    const value = values[names.indexOf(empty)];
    const mayStayEmpty = value !== undefined && value.constant === null && changing === undefined;
    const conditions = [
      ...asked.map((one) => (/\bor\b/i.test(one) ? `(${one})` : one)),
      ...(isEmptyTest(where, empty) ? [] : [`${quotedName(empty)} IS NULL`]),
      ...(mayStayEmpty ? [`(${value.text}) IS NOT NULL`] : []),
    ];
    return { ok: true, sql: conditions.join(' AND ') };
  }
  if (changing !== undefined) {
    const reason = `${JSON.stringify(changing.text)} yields another value each time, so that nobody could tell which rows are done`;
    return { ok: false, reason };
  }
  if (own !== undefined && !isIdempotent(own)) {
    return { ok: false, reason: `${JSON.stringify(own.text)} is made from the value before: nobody could tell which rows are done` };
  }
  const uncomparable = names.find((name) => plainOnly.has(columnOf(table, name)?.type.name ?? ''));
  if (uncomparable !== undefined) return { ok: false, reason: `values of ${quotedName(uncomparable)} cannot be compared` };
  const different = names.map((name, index) => `${quotedName(name)} IS DISTINCT FROM ${parenthesized(values[index])}`);
  const condition = different.length === 1 ? different : [`(${different.join(' OR ')})`];
  return { ok: true, sql: [...asked.map((one) => (/\bor\b/i.test(one) ? `(${one})` : one)), ...condition].join(' AND ') };
}

/** `"c" IS NULL`, alone or beside other conditions that all have to hold. */
function isEmptyTest(where: Expression | null, column: string): boolean {
  if (where === null || /\b(?:or|case|not\s*\()/i.test(where.text)) return false;
  const name = column.replace(/\W/g, '\\$&');
  return where.text
    .split(/\band\b/i)
    .some((part) => new RegExp(`^\\s*\\(?\\s*(?:"${name}"|${name})\\s+IS\\s+NULL\\s*\\)?\\s*$`).test(part));
}

const clocks: ReadonlySet<string> = new Set(['now', 'current_timestamp', 'localtimestamp', 'current_date', 'current_time', 'localtime']);

/** Once more changes nothing: `lower("email")`. */
function isIdempotent({ text }: Expression): boolean {
  return /^(?:lower|upper|trim|btrim|ltrim|rtrim)\(\s*(?:"[^"]+"|\w+)\s*\)$/i.test(text.trim());
}

/** Types without an equality. */
const plainOnly: ReadonlySet<string> = new Set(['json', 'xml', 'point', 'box', 'polygon', 'path']);

function parenthesized(value: Expression | undefined): string {
  if (value === undefined) return 'NULL';
  return value.constant === null ? `(${value.text})` : value.text;
}
