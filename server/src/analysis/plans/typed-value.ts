import type { Catalog, Column, ObjectId, UserType } from '../catalog/catalog';
import type { Server } from '../effects/effect';
import { isVolatile } from '../effects/volatility';
import { quotedText } from '../render/postgres-names';
import { readPostgres } from '../sql/postgres/read';
import { columnName, listed, objectName, quoted } from '../wording/wording';
import { plainValue, readValue } from './value';

/** Where a value goes: a column of the catalog that the migration leads to. */
export interface ValueTarget {
  readonly table: ObjectId;
  readonly column: string;
  readonly catalog: Catalog;
  readonly server: Server;
}

/** What can be said of a value while somebody types it. */
export type TypedValue =
  | { readonly ok: false; readonly problem: string }
  /** `note`: what else to know of it, in a sentence; null where nothing is. */
  | { readonly ok: true; readonly note: string | null };

/**
 * Judges an SQL expression that existing rows are to get in a column, with the server's own grammar, exactly as it will stand in a
 * statement. Its columns have to be those of the row.
 */
export function typedValue(text: string, { table, column, catalog, server }: ValueTarget): TypedValue {
  if (text.trim() === '') return problem("Write an SQL expression: a literal such as 'active', or one over columns of the row.");
  const at = { before: catalog, server };
  const read = readValue(text, at);
  if (!read.ok) return problem(`${upperFirst(read.reason)}.`);
  const [operation] = readPostgres(`UPDATE "t" SET "c" = (${text}\n)`).statements[0]?.operations ?? [];
  if (operation?.kind !== 'update-rows') return problem('It is no SQL expression.');
  const { query } = operation;
  const own = catalog.tables.get(table);
  const unknown = query.columns
    .map(({ column: name }) => name)
    .find((name) => own?.complete === true && !own.columns.some((one) => one.name === name));
  if (unknown !== undefined) {
    const names = (own?.columns ?? []).map(({ name }) => quoted(name));
    return problem(`${objectName(table)} has no column ${quoted(unknown)}; it has ${listed(names, 8)}. A text stands in single quotes.`);
  }
  if (query.columns.some(({ column: name }) => name === column))
    return problem(`${quoted(column)} has no value yet that it could be taken from.`);
  const target = own?.columns.find(({ name }) => name === column);
  const misfit = target === undefined ? null : misfitOf(text, target, catalog);
  if (misfit !== null) return problem(misfit);
  if (isVolatile(query, at)) return note('Each row gets a value of its own, so the rows are filled by an UPDATE.');
  return note(query.columns.length > 0 ? 'It depends on the row, so the rows are filled by an UPDATE.' : null);
}

function problem(sentence: string): TypedValue {
  return { ok: false, problem: sentence };
}

function note(sentence: string | null): TypedValue {
  return { ok: true, note: sentence };
}

/** A literal that the type of the column cannot hold; null where that is not known, or where it fits. */
function misfitOf(text: string, { name, type }: Column, catalog: Catalog): string | null {
  const literal = /^\s*'((?:[^']|'')*)'\s*$/.exec(text)?.[1]?.replaceAll("''", "'");
  const number = /^\s*[+-]?\d+(\.\d+)?\s*$/.test(text);
  if (type.dimensions > 0)
    return literal !== undefined && !/^\{.*\}$/s.test(literal) ? `${quoted(name)} is a list; write '{}' or ARRAY[…].` : null;
  const found: UserType | undefined = type.user ? catalog.types.get(type.name) : undefined;
  if (found?.type === 'enum') {
    if (number) return `${quoted(name)} takes ${listed(found.values.map(quotedText), 8)}.`;
    return literal === undefined || found.values.includes(literal)
      ? null
      : `${objectName(type.name)} has no value ${quotedText(literal)}; it has ${listed(found.values.map(quotedText), 8)}.`;
  }
  if (wholeNumbers.has(type.name) && literal !== undefined && !/^\s*[+-]?\d+\s*$/.test(literal))
    return `${quoted(name)} is a whole number.`;
  if (type.name === 'bool' && literal !== undefined && !/^(t|true|f|false|yes|no|on|off|1|0)$/i.test(literal))
    return `${quoted(name)} is true or false.`;
  if (type.name === 'uuid' && literal !== undefined && !/^\{?[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i.test(literal))
    return `${quoted(name)} is a UUID; gen_random_uuid() makes one for each row.`;
  return null;
}

const wholeNumbers: ReadonlySet<string> = new Set(['int2', 'int4', 'int8']);

/** A value to begin with: the column's own default, else the one of its type that says the least; empty where none goes without saying. */
export function proposedValue({ table, column, catalog }: ValueTarget): string {
  const found = catalog.tables.get(table)?.columns.find(({ name }) => name === column);
  if (found === undefined) return '';
  if (found.default !== null && found.default.constant?.value !== null) return found.default.text;
  const type = found.type.user ? catalog.types.get(found.type.name) : undefined;
  if (type?.type === 'enum') return type.values[0] === undefined ? '' : quotedText(type.values[0]);
  const { name, modifiers, dimensions } = found.type;
  return plainValue({ schema: null, name, modifiers, dimensions, span: { start: 0, end: 0 } }, catalog) ?? '';
}

/** How a person is asked: `Value of existing rows in "User"."status"`. */
export function valuePrompt({ table, column }: Pick<ValueTarget, 'table' | 'column'>): string {
  return `Value of existing rows in ${columnName(table, column)}, as SQL`;
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
