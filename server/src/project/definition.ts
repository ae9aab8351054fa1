import { prepare } from '../analysis/analyze';
import { assertNever } from '../analysis/assert-never';
import type { ObjectId } from '../analysis/catalog/catalog';
import type { Subject } from '../analysis/catalog/subject';
import type { Constraint } from '../analysis/operation/constraint';
import type { Name } from '../analysis/operation/name';
import type { Operation } from '../analysis/operation/operation';
import { readPostgres } from '../analysis/sql/postgres/read';
import type { Span } from '../analysis/text/span';
import type { MigrationFile, Snapshot } from './snapshot';

/** The place in a migration that gave something its present form. */
export interface Definition {
  readonly file: MigrationFile;
  /** The clause: of its CREATE, or of the latest change. */
  readonly span: Span;
}

const found = new WeakMap<Snapshot['migrations'], Map<string, Promise<Definition | null>>>();

/**
 * Where the migrations define a thing: the newest statement that creates, renames or changes it, pending ones included. What they
 * do not define by its name, such as a new column or a constraint whose name the server chose, has the place of its table. Null
 * where no migration names it. Reads the migrations that mention it, newest first, so it is not for every keystroke.
 */
export function findDefinition(snapshot: Snapshot, subject: Subject): Promise<Definition | null> {
  const answers = found.get(snapshot.migrations) ?? new Map<string, Promise<Definition | null>>();
  found.set(snapshot.migrations, answers);
  const key = JSON.stringify(subject);
  const answer = answers.get(key) ?? search(snapshot, subject);
  answers.set(key, answer);
  return answer;
}

async function search(snapshot: Snapshot, subject: Subject): Promise<Definition | null> {
  await prepare();
  const mentions = namesIn(subject).map((name) => new RegExp(name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i'));
  for (const file of snapshot.migrations.toReversed()) {
    if (!mentions.every((mention) => mention.test(file.text))) continue;
    const span = definitionIn(file, subject);
    if (span !== null) return { file, span };
    await new Promise(setImmediate);
  }
  return 'table' in subject ? findDefinition(snapshot, { type: 'table', id: subject.table }) : null;
}

function definitionIn(file: MigrationFile, subject: Subject): Span | null {
  for (const { operations } of readPostgres(file.text).statements.toReversed()) {
    for (const operation of operations.toReversed()) {
      const span = definedBy(operation, subject);
      if (span !== null) return span;
    }
  }
  return null;
}

/** Names that a text must hold to define the subject. */
function namesIn(subject: Subject): readonly string[] {
  switch (subject.type) {
    case 'schema':
    case 'extension':
      return [subject.name];
    case 'enum':
    case 'table':
      return [bareName(subject.id)];
    case 'enum-value':
      return [bareName(subject.id), subject.value];
    case 'column':
      return [bareName(subject.table), subject.column];
    case 'constraint':
    case 'index':
      return [subject.name];
    default:
      return assertNever(subject);
  }
}

/** The part of an operation that defines the subject; null where it does not. */
function definedBy(operation: Operation, subject: Subject): Span | null {
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

function bareName(id: ObjectId): string {
  return id.slice(id.indexOf('.') + 1);
}
