import type { Table } from '../../catalog/catalog';
import { columnOf, findIndex, findTable, findType, findView, idForNew, relationAt, resolveRelation } from '../../catalog/resolve';
import type { Identifier, Name } from '../../operation/name';
import type { Operation } from '../../operation/operation';
import type { TypeName } from '../../operation/type';
import type { EffectContext, EffectParts } from '../effect';
import { fails, locking, quoted } from '../parts';
import { accessOf } from './queries';
import { source } from './source';

/** What holds for every kind of operation whose object is missing, or exists already. */
export const existenceFacts = {
  'missing/relation': { why: 'The table, view or sequence does not exist at this point.', source: source.errorCodes },
  'missing/column': { why: 'The column does not exist at this point.', source: source.errorCodes },
  'missing/object': { why: 'The object does not exist at this point.', source: source.errorCodes },
  'missing/type': { why: 'The type does not exist at this point.', source: source.errorCodes },
  'missing/schema': { why: 'The schema does not exist at this point.', source: source.errorCodes },
  'missing/enum-value': { why: 'The enum has no such value at this point.', source: source.errorCodes },
  'missing/skipped': { why: 'IF EXISTS: it does not exist, so nothing happens.', source: source.alterTable },
  'missing/skipped-under-lock': { why: 'IF EXISTS: it does not exist, but its table is locked to find that out.', source: source.measured },
  'exists/relation': { why: 'A table, view, index or sequence of this name exists already.', source: source.errorCodes },
  'exists/column': { why: 'A column of this name exists already.', source: source.errorCodes },
  'exists/object': { why: 'An object of this name exists already.', source: source.errorCodes },
  'exists/schema': { why: 'A schema of this name exists already.', source: source.errorCodes },
  'exists/skipped': { why: 'IF NOT EXISTS: it exists already, so nothing happens.', source: source.createTable },
  'exists/skipped-under-lock': {
    why: 'IF NOT EXISTS: it exists already, but its table is locked to find that out.',
    source: source.measured,
  },
} as const;

export type ExistenceFact = keyof typeof existenceFacts;

export interface Existence {
  readonly fact: ExistenceFact;
  readonly parts: EffectParts;
}

/**
 * What the server does with an operation whose object is missing or exists already; null where it goes on. A conditional
 * operation is taken to be guarded against both.
 */
export function existenceOf(operation: Operation, at: EffectContext): Existence | null {
  const found = check(operation, at);
  return found !== null && operation.conditional && found.parts.failures !== undefined ? { ...found, parts: {} } : found;
}

function check(operation: Operation, at: EffectContext): Existence | null {
  switch (operation.kind) {
    case 'create-table':
      return newTable(operation, at) ?? missingSchema(operation.table, at) ?? missingReference(operation, at);
    case 'create-view':
      return operation.orReplace && findView(at.before, operation.view) !== null
        ? null
        : (newView(operation, at) ?? missingSchema(operation.view, at));
    case 'create-sequence':
      return newRelation(operation.sequence, operation.ifNotExists, at) ?? missingSchema(operation.sequence, at);
    case 'create-index':
      return missingRelation(operation.table, false, at) ?? existingIndex(operation, at);
    case 'drop-table':
      return missingRelation(operation.table, operation.ifExists, at);
    case 'drop-view':
    case 'rename-view':
    case 'move-view':
    case 'alter-view':
      return missingRelation(operation.view, operation.ifExists, at);
    case 'rename-view-column':
    case 'refresh-materialized-view':
      return missingRelation(operation.view, false, at);
    case 'alter-sequence':
    case 'drop-sequence':
    case 'rename-sequence':
      return missingRelation(operation.sequence, operation.ifExists, at);
    case 'drop-index':
      return findIndex(at.before, operation.index) === null
        ? missing(operation.index.name, operation.ifExists, 'missing/object', '42704')
        : null;
    case 'rename-index':
    case 'set-index-option':
      return missingRelation(operation.index, operation.ifExists, at);
    case 'attach-index':
      return missingRelation(operation.index, false, at) ?? missingRelation(operation.child, false, at);
    case 'reindex':
      return operation.target === 'index' || operation.target === 'table' ? missingRelation(operation.name, false, at) : null;
    case 'rename-table':
    case 'move-table':
    case 'set-table-option':
    case 'set-row-security':
      return missingRelation(operation.table, operation.ifExists, at);
    case 'add-column':
      return (
        missingRelation(operation.table, operation.ifExists, at) ?? existingColumn(operation, at) ?? missingType(operation.column.type, at)
      );
    case 'drop-column':
      return missingRelation(operation.table, operation.ifExists, at) ?? missingColumn(operation, operation.columnIfExists, at);
    case 'change-type':
      return (
        missingRelation(operation.table, operation.ifExists, at) ?? missingColumn(operation, false, at) ?? missingType(operation.type, at)
      );
    case 'rename-column':
    case 'set-default':
    case 'drop-default':
    case 'set-not-null':
    case 'drop-not-null':
    case 'add-identity':
    case 'drop-identity':
    case 'set-identity':
    case 'set-generation-expression':
    case 'drop-generation-expression':
    case 'set-column-option':
      return missingRelation(operation.table, operation.ifExists, at) ?? missingColumn(operation, false, at);
    case 'add-primary-key':
    case 'add-unique':
    case 'add-exclusion':
    case 'add-foreign-key':
    case 'add-check':
    case 'add-not-null-constraint':
      return (
        missingRelation(operation.table, operation.ifExists, at) ?? constraintOnMissing(operation, at) ?? existingConstraint(operation, at)
      );
    case 'drop-constraint':
      return missingRelation(operation.table, operation.ifExists, at) ?? missingConstraint(operation, operation.constraintIfExists, at);
    case 'validate-constraint':
    case 'rename-constraint':
    case 'alter-constraint':
      return missingRelation(operation.table, operation.ifExists, at) ?? missingConstraint(operation, false, at);
    case 'attach-partition':
    case 'detach-partition':
      return missingRelation(operation.table, operation.ifExists, at) ?? missingRelation(operation.partition, false, at);
    case 'create-enum':
    case 'create-domain':
    case 'create-type':
      return findType(at.before, operation.type) === null ? null : { fact: 'exists/object', parts: exists('42710', operation.type.name) };
    case 'drop-type':
      return missingUserType(operation.type, operation.ifExists, at);
    case 'add-enum-value':
    case 'rename-enum-value':
      return missingUserType(operation.type, false, at) ?? enumValue(operation, at);
    case 'alter-domain':
    case 'alter-composite-type':
    case 'rename-type':
    case 'move-type':
      return missingUserType(operation.type, false, at);
    case 'create-trigger':
      return missingRelation(operation.table, false, at);
    case 'drop-trigger':
      return missingRelation(operation.table, operation.ifExists, at) ?? missingTrigger(operation, at);
    case 'rename-trigger':
    case 'set-trigger-state':
    case 'create-policy':
    case 'alter-policy':
    case 'create-rule':
      return missingRelation(operation.table, false, at);
    case 'drop-policy':
    case 'drop-rule':
      return missingRelation(operation.table, operation.ifExists, at);
    case 'create-schema':
      if (!at.before.schemas.has(operation.schema.text)) return null;
      return operation.ifNotExists
        ? { fact: 'exists/skipped', parts: {} }
        : { fact: 'exists/schema', parts: exists('42P06', operation.schema.text) };
    case 'drop-schema':
      return at.before.schemas.has(operation.schema.text)
        ? null
        : missing(operation.schema.text, operation.ifExists, 'missing/schema', '3F000');
    case 'create-extension':
      if (!at.before.extensions.has(operation.extension.text)) return null;
      return operation.ifNotExists
        ? { fact: 'exists/skipped', parts: {} }
        : { fact: 'exists/object', parts: exists('42710', operation.extension.text) };
    case 'insert-rows':
      return missingRelation(operation.table, false, at) ?? firstMissingColumn(operation.table, operation.columns, at);
    case 'update-rows':
      return (
        missingRelation(operation.table, false, at) ??
        firstMissingColumn(operation.table, operation.columns, at) ??
        missingInCondition(operation, at)
      );
    case 'delete-rows':
      return missingRelation(operation.table, false, at) ?? missingInCondition(operation, at);
    case 'merge-rows':
    case 'truncate':
    case 'create-statistics':
      return missingRelation(operation.table, false, at);
    case 'copy-rows':
    case 'analyze':
    case 'vacuum':
    case 'cluster':
      return operation.table === null ? null : missingRelation(operation.table, false, at);
    case 'set-comment':
      return operation.relation === null ? null : missingRelation(operation.relation, false, at);
    case 'rename-schema':
    case 'create-function':
    case 'drop-function':
    case 'alter-function':
    case 'drop-extension':
    case 'alter-extension':
    case 'drop-statistics':
    case 'alter-publication':
    case 'change-privileges':
    case 'alter-other':
    case 'select-rows':
    case 'call-procedure':
    case 'lock-tables':
    case 'set-variable':
    case 'transaction-control':
    case 'session-other':
    case 'unknown':
      return null;
  }
}

function missing(name: string, ifExists: boolean, fact: ExistenceFact, code: string): Existence {
  return ifExists ? { fact: 'missing/skipped', parts: {} } : { fact, parts: fails(code, 'certain', `"${name}" does not exist`) };
}

function exists(code: string, name: string): EffectParts {
  return fails(code, 'certain', `"${name}" exists already`);
}

/** The server's own relations are not in a catalog of migrations. */
function isSystem(name: Name): boolean {
  return name.schema === 'pg_catalog' || name.schema === 'information_schema' || (name.schema === null && name.name.startsWith('pg_'));
}

function missingRelation(name: Name, ifExists: boolean, at: EffectContext): Existence | null {
  if (isSystem(name) || resolveRelation(at.before, name) !== null) return null;
  return (ifExists ? null : missingSchema(name, at)) ?? missing(name.name, ifExists, 'missing/relation', '42P01');
}

function missingSchema(name: Name, at: EffectContext): Existence | null {
  if (name.schema === null || name.schema === 'pg_temp' || at.before.schemas.has(name.schema)) return null;
  return { fact: 'missing/schema', parts: fails('3F000', 'certain', `schema "${name.schema}" does not exist`) };
}

function newRelation(name: Name, ifNotExists: boolean, at: EffectContext): Existence | null {
  if (relationAt(at.before, idForNew(at.before, name)) === null) return null;
  return ifNotExists ? { fact: 'exists/skipped', parts: {} } : { fact: 'exists/relation', parts: exists('42P07', name.name) };
}

type CreateTable = Extract<Operation, { kind: 'create-table' }>;

/** The query is looked at before the server sees that there is nothing to do. */
function newTable(operation: CreateTable, at: EffectContext): Existence | null {
  const existing = newRelation(operation.table, operation.ifNotExists, at);
  if (existing === null || operation.query === null || !operation.ifNotExists) return existing;
  return { ...existing, parts: accessOf(operation.query, at) };
}

function newView(operation: Extract<Operation, { kind: 'create-view' }>, at: EffectContext): Existence | null {
  const existing = newRelation(operation.view, operation.ifNotExists, at);
  return existing === null || !operation.ifNotExists ? existing : { ...existing, parts: accessOf(operation.query, at) };
}

/** A foreign key of a new table needs its other table, unless that is the new one itself. */
function missingReference(operation: CreateTable, at: EffectContext): Existence | null {
  const own = idForNew(at.before, operation.table);
  for (const constraint of [...operation.constraints, ...operation.columns.flatMap((column) => column.constraints)]) {
    if (constraint.type !== 'foreign-key' || idForNew(at.before, constraint.references) === own) continue;
    const absent = missingRelation(constraint.references, false, at);
    if (absent !== null) return absent;
  }
  return null;
}

type CreateIndex = Extract<Operation, { kind: 'create-index' }>;

/** An index lies in the schema of its table. */
function existingIndex(operation: CreateIndex, at: EffectContext): Existence | null {
  const relation = resolveRelation(at.before, operation.table);
  if (relation === null || operation.name === null) return null;
  const schema = relation.id.slice(0, relation.id.indexOf('.'));
  if (relationAt(at.before, `${schema}.${operation.name.text}`) === null) return null;
  if (!operation.ifNotExists) return { fact: 'exists/relation', parts: exists('42P07', operation.name.text) };
  const mode = operation.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE';
  return { fact: 'exists/skipped-under-lock', parts: locking(mode, [relation.id]) };
}

type OnColumn = { readonly table: Name; readonly column: Identifier };

function missingColumn(operation: OnColumn, ifExists: boolean, at: EffectContext): Existence | null {
  const found = findTable(at.before, operation.table);
  if (found === null || !hasKnownColumns(found.table) || columnOf(found.table, operation.column.text) !== null) return null;
  if (ifExists) return { fact: 'missing/skipped-under-lock', parts: locking('ACCESS EXCLUSIVE', [found.id]) };
  return { fact: 'missing/column', parts: noColumn(found.id, operation.column.text) };
}

function noColumn(table: string, column: string): EffectParts {
  return fails('42703', 'certain', `${quoted(table)} has no column "${column}"`);
}

/** The columns of `CREATE TABLE … AS` are not always written. */
function hasKnownColumns(table: Table): boolean {
  return table.complete;
}

function firstMissingColumn(name: Name, columns: readonly Identifier[], at: EffectContext): Existence | null {
  const found = findTable(at.before, name);
  if (found === null || !hasKnownColumns(found.table)) return null;
  const absent = columns.find((column) => columnOf(found.table, column.text) === null);
  return absent === undefined ? null : { fact: 'missing/column', parts: noColumn(found.id, absent.text) };
}

type Conditional = Extract<Operation, { kind: 'update-rows' | 'delete-rows' }>;

/** Where the table is the only relation of the statement, every column of its condition is the table's. */
function missingInCondition({ table, where, query }: Conditional, at: EffectContext): Existence | null {
  if (where === null || where.hasSubquery || query.relations.length !== 1) return null;
  return firstMissingColumn(
    table,
    where.columns.filter(({ text }) => !systemColumns.has(text)),
    at,
  );
}

const systemColumns: ReadonlySet<string> = new Set(['ctid', 'tableoid', 'xmin', 'xmax', 'cmin', 'cmax']);

type AddColumn = Extract<Operation, { kind: 'add-column' }>;

function existingColumn(operation: AddColumn, at: EffectContext): Existence | null {
  const found = findTable(at.before, operation.table);
  if (found === null || columnOf(found.table, operation.column.name.text) === null) return null;
  if (operation.ifNotExists) return { fact: 'exists/skipped-under-lock', parts: locking('ACCESS EXCLUSIVE', [found.id]) };
  return { fact: 'exists/column', parts: exists('42701', operation.column.name.text) };
}

/** Types of extensions are written in lower case: a name with a capital letter that the history lacks is a missing enum. */
function missingType(type: TypeName | null, at: EffectContext): Existence | null {
  if (type === null || type.name === type.name.toLowerCase() || findType(at.before, type) !== null) return null;
  if (resolveRelation(at.before, type) !== null) return null;
  return { fact: 'missing/type', parts: fails('42704', 'certain', `type "${type.name}" does not exist`) };
}

function missingUserType(name: Name, ifExists: boolean, at: EffectContext): Existence | null {
  return findType(at.before, name) === null ? missing(name.name, ifExists, 'missing/type', '42704') : null;
}

type OnEnumValue = Extract<Operation, { kind: 'add-enum-value' | 'rename-enum-value' }>;

function enumValue(operation: OnEnumValue, at: EffectContext): Existence | null {
  const type = findType(at.before, operation.type)?.type;
  if (type?.type !== 'enum') return null;
  const has = (value: string) => type.values.includes(value);
  if (operation.kind === 'rename-enum-value') {
    if (!has(operation.value.text)) return noEnumValue(operation.value.text);
    return has(operation.to.text) ? { fact: 'exists/object', parts: exists('42710', operation.to.text) } : null;
  }
  if (has(operation.value.text)) {
    return operation.ifNotExists
      ? { fact: 'exists/skipped', parts: {} }
      : { fact: 'exists/object', parts: exists('42710', operation.value.text) };
  }
  const neighbour = operation.position?.neighbour ?? null;
  return neighbour === null || has(neighbour) ? null : noEnumValue(neighbour);
}

function noEnumValue(value: string): Existence {
  return { fact: 'missing/enum-value', parts: fails('22023', 'certain', `the enum has no value "${value}"`) };
}

type OnConstraint = Extract<Operation, { kind: 'drop-constraint' | 'validate-constraint' | 'rename-constraint' | 'alter-constraint' }>;

function missingConstraint(operation: OnConstraint, ifExists: boolean, at: EffectContext): Existence | null {
  const found = findTable(at.before, operation.table);
  if (found === null || found.table.constraints.some(({ name }) => name === operation.constraint.text)) return null;
  if (ifExists) return { fact: 'missing/skipped-under-lock', parts: locking('ACCESS EXCLUSIVE', [found.id]) };
  return {
    fact: 'missing/object',
    parts: fails('42704', 'certain', `${quoted(found.id)} has no constraint "${operation.constraint.text}"`),
  };
}

type AddConstraint = Extract<
  Operation,
  { kind: 'add-primary-key' | 'add-unique' | 'add-exclusion' | 'add-foreign-key' | 'add-check' | 'add-not-null-constraint' }
>;

function constraintOnMissing(operation: AddConstraint, at: EffectContext): Existence | null {
  const { constraint } = operation;
  if ('columns' in constraint && constraint.type !== 'exclusion') {
    const absent = firstMissingColumn(operation.table, constraint.columns, at);
    if (absent !== null) return absent;
  }
  if (constraint.type !== 'foreign-key') return null;
  return missingRelation(constraint.references, false, at) ?? firstMissingColumn(constraint.references, constraint.referencedColumns, at);
}

function existingConstraint(operation: AddConstraint, at: EffectContext): Existence | null {
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

type DropTrigger = Extract<Operation, { kind: 'drop-trigger' }>;

function missingTrigger(operation: DropTrigger, at: EffectContext): Existence | null {
  const found = findTable(at.before, operation.table);
  if (found === null || found.table.triggers.some(({ name }) => name === operation.trigger.text)) return null;
  return operation.ifExists ? { fact: 'missing/skipped', parts: {} } : { fact: 'missing/object', parts: noTrigger(operation.trigger.text) };
}

function noTrigger(name: string): EffectParts {
  return fails('42704', 'certain', `trigger "${name}" does not exist`);
}
