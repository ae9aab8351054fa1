import { quotedName } from '../../analysis/render/postgres-names';
import { embedded } from './expression';
import type { BackfillSpec } from './spec';
import { type KeyColumn, quotedTable, type Target } from './target';

/** A key as the server writes it: one text for each column. */
export type Key = readonly string[];

/** Keys that come after one, up to and including another. `after` null is the beginning of the table. */
export interface KeyRange {
  readonly after: Key | null;
  readonly through: Key;
}

export interface Statement {
  readonly sql: string;
  readonly values: readonly (string | null)[];
}

/**
 * The key that stands `count` keys behind `after`, and no further than `through`; no row where there are fewer. One column, `key`: a JSON
 * array of texts.
 */
export function keyAtDistance(target: Target, after: Key | null, through: Key | null, count: number): Statement {
  return {
    sql: `SELECT ${keyAsJson(target.key)} AS key FROM ${quotedTable(target)}${whereIn(target, after, through, 2)}
ORDER BY ${names(target.key)} LIMIT 1 OFFSET $1::bigint`,
    values: [String(count - 1), ...(after ?? []), ...(through ?? [])],
  };
}

/** The last key of the table, and how many lie behind `after`; no row where there is none. */
export function lastKey(target: Target, after: Key | null): Statement {
  const order = target.key.map(({ name }) => `${quotedName(name)} DESC`).join(', ');
  return {
    sql: `SELECT ${keyAsJson(target.key)} AS key, (count(*) OVER ())::text AS keys FROM ${quotedTable(target)}${whereIn(target, after, null, 1)}
ORDER BY ${order} LIMIT 1`,
    values: after ?? [],
  };
}

/**
 * Updates what is still to do in a range. `rows` is how many rows were; `again`, how many of them are still to do afterwards: a spec whose
 * rows are never done is found with its first batch.
 */
export function updateRange(target: Target, { set, where }: BackfillSpec, { after, through }: KeyRange): Statement {
  const assignments = [...set].map(([column, expression]) => `${quotedName(column)} = ${embedded(expression)}`).join(', ');
  const sql = `WITH changed AS (
UPDATE ${quotedTable(target)} SET ${assignments}${whereIn(target, after, through, 1)} AND ${embedded(where)}
RETURNING ${embedded(where)} IS TRUE AS again
)
SELECT count(*)::text AS rows, (count(*) FILTER (WHERE again))::text AS again FROM changed`;
  return { sql, values: [...(after ?? []), ...through] };
}

/** How many rows are still to do. */
export function remainingRows(target: Target, where: string): string {
  return `SELECT count(*)::text AS remaining FROM ${quotedTable(target)} WHERE ${embedded(where)}`;
}

/** Whether a row behind a key is still to do; one row or none. */
export function remainingBehind(target: Target, where: string, after: Key): Statement {
  return {
    sql: `SELECT FROM ${quotedTable(target)}${whereIn(target, after, null, 1)} AND ${embedded(where)} LIMIT 1`,
    values: after,
  };
}

function whereIn({ key }: Target, after: Key | null, through: Key | null, firstParameter: number): string {
  const conditions: string[] = [];
  if (after !== null) conditions.push(`${row(key.map(({ name }) => quotedName(name)))} > ${parameters(key, firstParameter)}`);
  const next = firstParameter + (after === null ? 0 : key.length);
  if (through !== null) conditions.push(`${row(key.map(({ name }) => quotedName(name)))} <= ${parameters(key, next)}`);
  return conditions.length === 0 ? '' : `\nWHERE ${conditions.join(' AND ')}`;
}

/** Row values compare column by column, in the order of the index: https://www.postgresql.org/docs/current/functions-comparisons.html */
function row(parts: readonly string[]): string {
  return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(', ')})`;
}

function parameters(key: readonly KeyColumn[], first: number): string {
  return row(key.map(({ type }, index) => `$${first + index}::${type}`));
}

function keyAsJson(key: readonly KeyColumn[]): string {
  return `jsonb_build_array(${key.map(({ name }) => `${quotedName(name)}::text`).join(', ')})::text`;
}

function names(key: readonly KeyColumn[]): string {
  return key.map(({ name }) => quotedName(name)).join(', ');
}

/** Reads a key that the server has written as JSON; null where there is none. */
export function readKey(text: string | null | undefined): Key | null {
  if (text === null || text === undefined) return null;
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value.map(String) : null;
}

/** `("id") after (41), up to (42)`, for messages. */
export function shownRange(target: Target, { after, through }: KeyRange): string {
  const start = after === null ? 'from the first row' : `after (${after.join(', ')})`;
  return `(${names(target.key)}) ${start}, up to (${through.join(', ')})`;
}
