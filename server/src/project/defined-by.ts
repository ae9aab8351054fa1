import { assertNever } from '../analysis/assert-never';
import type { ObjectId } from '../analysis/catalog/catalog';
import type { Subject } from '../analysis/catalog/subject';
import type { Constraint } from '../analysis/operation/constraint';
import type { Name } from '../analysis/operation/name';
import type { Operation } from '../analysis/operation/operation';
import type { Span } from '../analysis/text/span';

/** The part of an operation that defines the subject; null where it does not. */
export function definedBy(operation: Operation, subject: Subject): Span | null {
  switch (subject.type) {
    case 'schema':
      return operation.kind === 'create-schema' && operation.schema.text === subject.name ? operation.span : null;
    case 'extension':
      return operation.kind === 'create-extension' && operation.extension.text === subject.name ? operation.span : null;
    case 'enum':
    case 'enum-value':
      return definesEnum(operation, subject.id, subject.type === 'enum-value' ? subject.value : null) ? operation.span : null;
    case 'table':
      return definesTable(operation, subject.id) ? operation.span : null;
    case 'column':
      return columnDefinedBy(operation, subject.table, subject.column);
    case 'constraint':
    case 'index':
      return definesNamed(operation, subject.name) ? operation.span : null;
    default:
      return assertNever(subject);
  }
}

function definesEnum(operation: Operation, id: ObjectId, value: string | null): boolean {
  switch (operation.kind) {
    case 'create-enum':
      return means(operation.type, id) && (value === null || operation.values.some(({ text }) => text === value));
    case 'add-enum-value':
      return means(operation.type, id) && (value === null || operation.value.text === value);
    case 'rename-enum-value':
      return means(operation.type, id) && (value === null || operation.to.text === value);
    case 'rename-type':
      return value === null && operation.to.text === bareName(id);
    default:
      return false;
  }
}

function definesTable(operation: Operation, id: ObjectId): boolean {
  if (operation.kind === 'create-table') return means(operation.table, id);
  return operation.kind === 'rename-table' && operation.to.text === bareName(id);
}

function columnDefinedBy(operation: Operation, table: ObjectId, column: string): Span | null {
  if (!('table' in operation) || operation.table === null || !means(operation.table, table)) return null;
  switch (operation.kind) {
    case 'create-table':
      return operation.columns.find(({ name }) => name.text === column)?.span ?? null;
    case 'add-column':
      return operation.column.name.text === column ? operation.span : null;
    case 'rename-column':
      return operation.to.text === column ? operation.span : null;
    case 'change-type':
    case 'set-default':
    case 'drop-default':
    case 'set-not-null':
    case 'drop-not-null':
    case 'add-identity':
    case 'drop-identity':
      return operation.column.text === column ? operation.span : null;
    default:
      return null;
  }
}

/** Indexes and constraints: their names are as good as unique. */
function definesNamed(operation: Operation, name: string): boolean {
  const named = (constraint: Constraint): boolean => constraint.name?.text === name;
  switch (operation.kind) {
    case 'create-index':
      return operation.name?.text === name;
    case 'rename-index':
    case 'rename-constraint':
      return operation.to.text === name;
    case 'create-table':
      return operation.constraints.some(named);
    case 'add-primary-key':
    case 'add-unique':
    case 'add-foreign-key':
    case 'add-check':
    case 'add-exclusion':
      return named(operation.constraint);
    default:
      return false;
  }
}

/** A name without its schema stands for any: which one it means depends on the search path. */
function means({ schema, name }: Name, id: ObjectId): boolean {
  return schema === null ? name === bareName(id) : `${schema}.${name}` === id;
}

export function bareName(id: ObjectId): string {
  return id.slice(id.indexOf('.') + 1);
}
