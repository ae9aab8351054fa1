import type { Table } from '../../catalog/catalog';
import { columnOf, findFunction, findTable, findType, idForNew, resolveRelation } from '../../catalog/resolve';
import type { Expression } from '../../operation/expression';
import type { Identifier, Name } from '../../operation/name';
import type { Operation } from '../../operation/operation';
import type { TypeName } from '../../operation/type';
import type { EffectContext, EffectParts } from '../effect';
import { fails, locking, quoted } from '../parts';
import { builtInSince } from './built-in-functions';
import type { Existence, ExistenceFact } from './existence-facts';

/** The refusal of a name that means nothing; with IF EXISTS nothing happens instead. */
export function missing(name: string, ifExists: boolean, fact: ExistenceFact, code: string): Existence {
  return ifExists ? { fact: 'missing/skipped', parts: {} } : { fact, parts: fails(code, 'certain', `"${name}" does not exist`) };
}

/** A name that means no table, view, index or sequence. */
export function missingRelation(name: Name, ifExists: boolean, at: EffectContext): Existence | null {
  if (isSystem(name) || resolveRelation(at.before, name) !== null) return null;
  return (ifExists ? null : missingSchema(name, at)) ?? missing(name.name, ifExists, 'missing/relation', '42P01');
}

/** A name in a schema that does not exist. */
export function missingSchema(name: Name, at: EffectContext): Existence | null {
  if (name.schema === null || name.schema === 'pg_temp' || at.before.schemas.has(name.schema)) return null;
  return { fact: 'missing/schema', parts: fails('3F000', 'certain', `schema "${name.schema}" does not exist`) };
}

/** A column that the table lacks. With IF EXISTS the table is locked all the same. */
export function missingColumn(operation: OnColumn, ifExists: boolean, at: EffectContext): Existence | null {
  const found = findTable(at.before, operation.table);
  if (found === null || !hasKnownColumns(found.table) || columnOf(found.table, operation.column.text) !== null) return null;
  if (ifExists) return { fact: 'missing/skipped-under-lock', parts: locking('ACCESS EXCLUSIVE', [found.id]) };
  return { fact: 'missing/column', parts: noColumn(found.id, operation.column.text) };
}

/** The first of several columns that the table lacks. */
export function firstMissingColumn(name: Name, columns: readonly Identifier[], at: EffectContext): Existence | null {
  const found = findTable(at.before, name);
  if (found === null || !hasKnownColumns(found.table)) return null;
  const absent = columns.find((column) => columnOf(found.table, column.text) === null);
  return absent === undefined ? null : { fact: 'missing/column', parts: noColumn(found.id, absent.text) };
}

/** A column of a new index that the table lacks; those within expressions are not looked at. */
export function missingKey(operation: CreateIndex, at: EffectContext): Existence | null {
  const keys = operation.keys.flatMap((key) => (key.type === 'column' ? [key.column] : []));
  return firstMissingColumn(operation.table, [...keys, ...operation.include], at);
}

/** Where the table is the only relation of the statement, every column of its condition is the table's. */
export function missingInCondition({ table, where, query }: Conditional, at: EffectContext): Existence | null {
  if (where === null || where.hasSubquery || query.relations.length !== 1) return null;
  return firstMissingColumn(
    table,
    where.columns.filter(({ text }) => !systemColumns.has(text)),
    at,
  );
}

/** A new table needs its columns' types, the functions of their defaults, and the tables of its foreign keys unless that is the new one itself. */
export function missingReference(operation: CreateTable, at: EffectContext): Existence | null {
  for (const column of operation.columns) {
    const absent = missingType(column.type, at) ?? missingFunction(column.default, at);
    if (absent !== null) return absent;
  }
  const own = idForNew(at.before, operation.table);
  for (const constraint of [...operation.constraints, ...operation.columns.flatMap((column) => column.constraints)]) {
    if (constraint.type !== 'foreign-key' || idForNew(at.before, constraint.references) === own) continue;
    const absent = missingRelation(constraint.references, false, at);
    if (absent !== null) return absent;
  }
  return null;
}

/** Types of extensions are written in lower case: a name with a capital letter that the history lacks is a missing enum. */
export function missingType(type: TypeName | null, at: EffectContext): Existence | null {
  if (type === null || type.name === type.name.toLowerCase() || findType(at.before, type) !== null) return null;
  if (resolveRelation(at.before, type) !== null) return null;
  return { fact: 'missing/type', parts: fails('42704', 'certain', `type "${type.name}" does not exist`) };
}

/** A built-in function that this version does not have yet; one of the history or of `pgcrypto` may stand in for it. */
export function missingFunction(expression: Expression | null, at: EffectContext): Existence | null {
  for (const { name } of expression?.functions ?? []) {
    const since = name.schema === null ? builtInSince.get(name.name) : undefined;
    if (since === undefined || since <= at.server.version || findFunction(at.before, name) !== null) continue;
    if (name.name === 'gen_random_uuid' && at.before.extensions.has('pgcrypto')) continue;
    const reason = `${name.name}() exists since PostgreSQL ${since}`;
    return { fact: 'missing/function', parts: fails('42883', 'certain', reason) };
  }
  return null;
}

/** A name that means no enum, domain or other type of the history. */
export function missingUserType(name: Name, ifExists: boolean, at: EffectContext): Existence | null {
  return findType(at.before, name) === null ? missing(name.name, ifExists, 'missing/type', '42704') : null;
}

/** A constraint that the table lacks. With IF EXISTS the table is locked all the same. */
export function missingConstraint(operation: OnConstraint, ifExists: boolean, at: EffectContext): Existence | null {
  const found = findTable(at.before, operation.table);
  if (found === null || found.table.constraints.some(({ name }) => name === operation.constraint.text)) return null;
  if (ifExists) return { fact: 'missing/skipped-under-lock', parts: locking('ACCESS EXCLUSIVE', [found.id]) };
  return {
    fact: 'missing/object',
    parts: fails('42704', 'certain', `${quoted(found.id)} has no constraint "${operation.constraint.text}"`),
  };
}

/** A trigger or policy of a table. */
export function missingInTable(
  table: Name,
  name: Identifier,
  ifExists: boolean,
  at: EffectContext,
  names: (table: Table) => readonly string[],
): Existence | null {
  const found = findTable(at.before, table);
  if (found === null || names(found.table).includes(name.text)) return null;
  return missing(name.text, ifExists, 'missing/object', '42704');
}

/** The server's own relations are not in a catalog of migrations, and neither is the table in which Prisma records them. */
function isSystem(name: Name): boolean {
  return (
    name.schema === 'pg_catalog' ||
    name.schema === 'information_schema' ||
    (name.schema === null && name.name.startsWith('pg_')) ||
    name.name === '_prisma_migrations'
  );
}

/** The columns of `CREATE TABLE … AS` are not always written. */
function hasKnownColumns(table: Table): boolean {
  return table.complete;
}

function noColumn(table: string, column: string): EffectParts {
  return fails('42703', 'certain', `${quoted(table)} has no column "${column}"`);
}

const systemColumns: ReadonlySet<string> = new Set(['ctid', 'tableoid', 'xmin', 'xmax', 'cmin', 'cmax']);

type OnColumn = { readonly table: Name; readonly column: Identifier };

type Conditional = Extract<Operation, { kind: 'update-rows' | 'delete-rows' }>;

type OnConstraint = Extract<Operation, { kind: 'drop-constraint' | 'validate-constraint' | 'rename-constraint' | 'alter-constraint' }>;

type CreateIndex = Extract<Operation, { kind: 'create-index' }>;

type CreateTable = Extract<Operation, { kind: 'create-table' }>;
