import type { ObjectId, Table } from '../../catalog/catalog';
import { columnOf, findTable, findType, idForNew, objectId, relationAt, resolveRelation, temporarySchema } from '../../catalog/resolve';
import type { Identifier, Name } from '../../operation/name';
import type { Operation } from '../../operation/operation';
import type { EffectContext, EffectParts } from '../effect';
import { fails, locking } from '../parts';
import type { Existence } from './existence-facts';
import { accessOf } from './queries';

/** The refusal of a name that is taken. */
export function exists(code: string, name: string): EffectParts {
  return fails(code, 'certain', `"${name}" exists already`);
}

/** A table, view or sequence whose name is taken in the schema that it would land in. */
export function newRelation(name: Name, ifNotExists: boolean, at: EffectContext, temporary = false): Existence | null {
  const id = temporary ? objectId(temporarySchema, name.name) : idForNew(at.before, name);
  if (relationAt(at.before, id) === null) {
    // A relation brings a type of its name along, whatever IF NOT EXISTS says.
    return at.before.types.has(id) ? { fact: 'exists/object', parts: exists('42710', name.name) } : null;
  }
  return ifNotExists ? { fact: 'exists/skipped', parts: {} } : { fact: 'exists/relation', parts: exists('42P07', name.name) };
}

/** A type whose name another type has in the schema that it would land in, or the row type of a table or view there. */
export function newType(id: ObjectId, name: string, { before }: EffectContext): Existence | null {
  const isTaken = before.types.has(id) || before.tables.has(id) || before.views.has(id);
  return isTaken ? { fact: 'exists/object', parts: exists('42710', name) } : null;
}

/** The query is looked at before the server sees that there is nothing to do. */
export function newTable(operation: CreateTable, at: EffectContext): Existence | null {
  const existing = newRelation(operation.table, operation.ifNotExists, at, operation.temporary);
  if (existing === null || operation.query === null || !operation.ifNotExists) return existing;
  return { ...existing, parts: accessOf(operation.query, at) };
}

/** A view whose name is taken; its query is looked at first, as that of a table is. */
export function newView(operation: Extract<Operation, { kind: 'create-view' }>, at: EffectContext): Existence | null {
  const existing = newRelation(operation.view, operation.ifNotExists, at, operation.temporary);
  return existing === null || !operation.ifNotExists ? existing : { ...existing, parts: accessOf(operation.query, at) };
}

/** An index lies in the schema of its table. */
export function existingIndex(operation: CreateIndex, at: EffectContext): Existence | null {
  const relation = resolveRelation(at.before, operation.table);
  if (relation === null || operation.name === null) return null;
  const schema = relation.id.slice(0, relation.id.indexOf('.'));
  if (relationAt(at.before, `${schema}.${operation.name.text}`) === null) return null;
  if (!operation.ifNotExists) return { fact: 'exists/relation', parts: exists('42P07', operation.name.text) };
  const mode = operation.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE';
  return { fact: 'exists/skipped-under-lock', parts: locking(mode, [relation.id]) };
}

/** A column that the table has already. */
export function existingColumn(operation: AddColumn, at: EffectContext): Existence | null {
  const found = findTable(at.before, operation.table);
  if (found === null || columnOf(found.table, operation.column.name.text) === null) return null;
  if (operation.ifNotExists) return { fact: 'exists/skipped-under-lock', parts: locking('ACCESS EXCLUSIVE', [found.id]) };
  return { fact: 'exists/column', parts: exists('42701', operation.column.name.text) };
}

/** A relation of any kind, under its new name in the schema that it is in. */
export function renamedRelation(name: Name, to: Identifier, at: EffectContext): Existence | null {
  const relation = resolveRelation(at.before, name);
  if (relation === null) return null;
  const schema = relation.id.slice(0, relation.id.indexOf('.'));
  const id = objectId(schema, to.text);
  if (relationAt(at.before, id) !== null) return { fact: 'exists/relation', parts: exists('42P07', to.text) };
  const hasRowType = relation.kind === 'table' || relation.kind === 'view';
  return hasRowType ? newType(id, to.text, at) : null;
}

/** A type, under its new name in the schema that it is in. */
export function renamedType({ type, to }: RenameType, at: EffectContext): Existence | null {
  const found = findType(at.before, type);
  return found === null ? null : newType(objectId(found.id.slice(0, found.id.indexOf('.')), to.text), to.text, at);
}

/** A column whose new name another column of the table has. */
export function renamedColumn(table: Name, to: Identifier, at: EffectContext): Existence | null {
  const found = findTable(at.before, table);
  return found === null || columnOf(found.table, to.text) === null ? null : { fact: 'exists/column', parts: exists('42701', to.text) };
}

/** Constraints, triggers and policies have names within their table. */
export function existingInTable(
  table: Name,
  name: Identifier,
  at: EffectContext,
  names: (table: Table) => readonly string[],
): Existence | null {
  const found = findTable(at.before, table);
  return found?.table === undefined || !names(found.table).includes(name.text)
    ? null
    : { fact: 'exists/object', parts: exists('42710', name.text) };
}

/** A constraint whose name is taken, or whose index would have the name of another relation. */
export function existingConstraint(operation: AddConstraint, at: EffectContext): Existence | null {
  const found = findTable(at.before, operation.table);
  const name = operation.constraint.name?.text;
  if (found === null || name === undefined) return null;
  const indexed = operation.kind === 'add-primary-key' || operation.kind === 'add-unique' || operation.kind === 'add-exclusion';
  if (found.table.constraints.some((constraint) => constraint.name === name)) {
    return indexed && relationAt(at.before, `${found.table.schema}.${name}`) !== null
      ? { fact: 'exists/relation', parts: exists('42P07', name) }
      : { fact: 'exists/object', parts: exists('42710', name) };
  }
  const usesIndex = 'usingIndex' in operation.constraint && operation.constraint.usingIndex !== null;
  if (!indexed || usesIndex || relationAt(at.before, `${found.table.schema}.${name}`) === null) return null;
  return { fact: 'exists/relation', parts: exists('42P07', name) };
}

type CreateIndex = Extract<Operation, { kind: 'create-index' }>;

type AddColumn = Extract<Operation, { kind: 'add-column' }>;

type AddConstraint = Extract<
  Operation,
  { kind: 'add-primary-key' | 'add-unique' | 'add-exclusion' | 'add-foreign-key' | 'add-check' | 'add-not-null-constraint' }
>;

type RenameType = Extract<Operation, { kind: 'rename-type' }>;

type CreateTable = Extract<Operation, { kind: 'create-table' }>;
