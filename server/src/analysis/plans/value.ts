import type { Catalog } from '../catalog/catalog';
import { findType } from '../catalog/resolve';
import type { EffectContext } from '../effects/effect';
import { isVolatile } from '../effects/volatility';
import type { TypeName } from '../operation/type';
import { quotedText } from '../render/postgres-names';
import { readPostgres } from '../sql/postgres/read';

/** The value of a type that says the least, as a literal: `''`, `0`, `false`; null where none goes without saying. */
export function plainValue(type: TypeName | null, catalog: Catalog): string | null {
  if (type === null) return null;
  if (type.dimensions > 0) return "'{}'";
  const found = findType(catalog, type)?.type;
  if (found !== undefined) return found.type === 'enum' && found.values[0] !== undefined ? quotedText(found.values[0]) : null;
  return plainValues.get(type.name) ?? null;
}

const plainValues: ReadonlyMap<string, string> = new Map([
  ...['text', 'varchar', 'citext'].map((name) => [name, "''"] as const),
  ...['int2', 'int4', 'int8', 'float4', 'float8', 'numeric', 'money'].map((name) => [name, '0'] as const),
  ['bool', 'false'],
  ...['timestamp', 'timestamptz', 'date'].map((name) => [name, 'CURRENT_TIMESTAMP'] as const),
  ...['json', 'jsonb'].map((name) => [name, "'{}'"] as const),
]);

/** A value for existing rows, as SQL. `perRow`: each row may get another one, so that no default can give it. */
export type Value = { readonly ok: true; readonly sql: string; readonly perRow: boolean } | { readonly ok: false; readonly reason: string };

/** What a text is as a value: one expression over the row's own columns. `reason` completes "No plan is offered: …". */
export function readValue(sql: string, at: EffectContext): Value {
  const shown = JSON.stringify(sql);
  const { statements, errors } = readPostgres(`UPDATE "t" SET "c" = (${sql}\n)`);
  const [statement] = statements;
  const [operation] = statement?.operations ?? [];
  const isOne = errors.length === 0 && statements.length === 1 && statement?.operations.length === 1;
  if (!isOne || operation?.kind !== 'update-rows' || operation.columns.length !== 1 || operation.where !== null) {
    return { ok: false, reason: `${shown} is not one SQL expression` };
  }
  const { relations, columns, functions } = operation.query;
  if (relations.length > 1) return { ok: false, reason: `${shown} reads other tables, and a value has to come from the row alone` };
  if (/^null$/i.test(sql.trim())) return { ok: false, reason: 'NULL is no value for a required column' };
  return { ok: true, sql: sql.trim(), perRow: columns.length > 0 || isVolatile({ functions }, at) };
}
