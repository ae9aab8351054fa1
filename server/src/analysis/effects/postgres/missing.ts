import type { Table } from '../../catalog/catalog';
import { serialTypeOf } from '../../catalog/column-type';
import { columnOf, findFunction, findTable, findType, idForNew, resolveRelation } from '../../catalog/resolve';
import type { Constraint } from '../../operation/constraint';
import type { Expression } from '../../operation/expression';
import type { Identifier, Name } from '../../operation/name';
import type { Operation } from '../../operation/operation';
import type { TypeName } from '../../operation/type';
import type { EffectContext } from '../effect';
import { fails, locking, quoted } from '../parts';
import { builtInSince } from './built-in-functions';
import type { Existence, ExistenceFact } from './existence-facts';
import { missingInDefinition, missingReferencedColumn, noColumn } from './missing-columns';
import { missingInDefault } from './missing-enum-value';

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
  if (found === null || !found.table.complete || columnOf(found.table, operation.column.text) !== null) return null;
  if (ifExists) return { fact: 'missing/skipped-under-lock', parts: locking('ACCESS EXCLUSIVE', [found.id]) };
  return noColumn(found.id, operation.column.text);
}

/** A new table needs its columns' types, the functions of their defaults, and the tables of its foreign keys unless that is the new one itself. */
export function missingReference(operation: CreateTable, at: EffectContext): Existence | null {
  for (const column of operation.columns) {
    const absent = missingType(column.type, at) ?? missingFunction(column.default, at) ?? missingInDefault(column, at);
    if (absent !== null) return absent;
  }
  const own = idForNew(at.before, operation.table);
  const constraints = [...operation.constraints, ...operation.columns.flatMap((column) => column.constraints)];
  const foreign = constraints.filter(
    (constraint) => constraint.type === 'foreign-key' && idForNew(at.before, constraint.references) !== own,
  );
  return missingTarget(foreign, at) ?? missingInDefinition(operation, at);
}

/** The table that a foreign key refers to, or the columns of it. */
export function missingTarget(constraints: readonly Constraint[], at: EffectContext): Existence | null {
  for (const constraint of constraints) {
    const absent = constraint.type === 'foreign-key' ? missingRelation(constraint.references, false, at) : null;
    if (absent !== null) return absent;
  }
  return missingReferencedColumn(constraints, at);
}

/** Types of extensions are written in lower case: a name with a capital letter that the history lacks is a missing enum. */
export function missingType(type: TypeName | null, at: EffectContext): Existence | null {
  if (type === null || type.name === type.name.toLowerCase() || findType(at.before, type) !== null) return null;
  if (resolveRelation(at.before, type) !== null) return null;
  return { fact: 'missing/type', parts: fails('42704', 'certain', `type "${type.name}" does not exist`) };
}

/** `serial` and its kin mean something in the definition of a new column alone. */
export function serialForType(type: TypeName): Existence | null {
  if (serialTypeOf(type) === null) return null;
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

type OnColumn = { readonly table: Name; readonly column: Identifier };

type OnConstraint = Extract<Operation, { kind: 'drop-constraint' | 'validate-constraint' | 'rename-constraint' | 'alter-constraint' }>;

type CreateTable = Extract<Operation, { kind: 'create-table' }>;
