import { assertNever } from '../../assert-never';
import type { Catalog, ObjectId } from '../catalog';
import { objectId } from '../references';
import type { Subject } from '../subject';
import type { Change, Clause } from './change';

/**
 * What changes, as a person counts: a table that comes or goes is one change with all that belongs to it, and so is a column,
 * whatever of it changes, with the index, key or foreign key over it alone that comes, goes or is made again with it. In the order of
 * the changes.
 */
export function changedSubjects(changes: readonly Change[], history: Catalog): readonly Subject[] {
  const touched: Touched = { whole: new Set(), moved: new Set(), retyped: new Set() };
  for (const change of changes) touch(change, touched);
  const { whole, moved, retyped } = touched;
  const subjects = new Map<string, Subject>();
  for (const change of changes) {
    for (const { subject, over } of partsOf(change, history)) {
      if ('table' in subject && whole.has(subject.table)) continue;
      if (over !== null && (moved.has(over) || (subject.type === 'constraint' && retyped.has(over)))) continue;
      const key = keyOf(subject);
      if (!subjects.has(key)) subjects.set(key, subject);
    }
  }
  return [...subjects.values()];
}

interface Touched {
  /** Tables that come or go. */
  readonly whole: Set<ObjectId>;
  /** Columns that come, go or are made again. */
  readonly moved: Set<string>;
  /** Columns of another type: Prisma makes their constraints anew. */
  readonly retyped: Set<string>;
}

interface Part {
  readonly subject: Subject;
  /** The only column of an index or constraint, as a key; null for everything else. */
  readonly over: string | null;
}

function touch(change: Change, { whole, moved, retyped }: Touched): void {
  if (change.kind === 'create-table') whole.add(objectId(change.table.schema, change.table.name));
  else if (change.kind === 'drop-table') whole.add(change.table);
  else if (change.kind === 'alter-table') {
    for (const clause of change.clauses) {
      if (clause.kind === 'redefine-column') moved.add(columnKey(change.table, clause.after.name));
      else if (clause.kind === 'add-column' || clause.kind === 'drop-column') moved.add(columnKey(change.table, clause.column.name));
      else if (clause.kind === 'alter-column' && clause.parts.includes('set-type')) retyped.add(columnKey(change.table, clause.after.name));
    }
  }
}

function columnKey(table: ObjectId, column: string): string {
  return `${table}${between}${column}`;
}

/** No name holds it. */
const between = '\0';

function keyOf(subject: Subject): string {
  const { type } = subject;
  const owner = 'table' in subject ? subject.table : '';
  switch (subject.type) {
    case 'schema':
    case 'extension':
    case 'constraint':
    case 'index':
      return `${type}${between}${owner}${between}${subject.name}`;
    case 'enum':
    case 'table':
      return `${type}${between}${subject.id}`;
    case 'enum-value':
      return `${type}${between}${subject.id}${between}${subject.value}`;
    case 'column':
      return `${type}${between}${owner}${between}${subject.column}`;
    default:
      return assertNever(subject);
  }
}

function only(table: ObjectId, columns: readonly string[] | null): string | null {
  const [column] = columns ?? [];
  return column !== undefined && columns?.length === 1 ? columnKey(table, column) : null;
}

function partsOf(change: Change, history: Catalog): readonly Part[] {
  switch (change.kind) {
    case 'create-schema':
      return [{ subject: { type: 'schema', name: change.name }, over: null }];
    case 'create-extension':
      return [{ subject: { type: 'extension', name: change.name }, over: null }];
    case 'create-enum':
    case 'add-enum-values':
    case 'redefine-enum':
    case 'drop-enum':
      return [{ subject: { type: 'enum', id: change.type }, over: null }];
    case 'create-table':
      return [{ subject: { type: 'table', id: objectId(change.table.schema, change.table.name) }, over: null }];
    case 'drop-table':
      return [{ subject: { type: 'table', id: change.table }, over: null }];
    case 'alter-table':
      return change.clauses.map((clause) => partOfClause(change.table, clause, history));
    case 'create-index':
    case 'drop-index':
    case 'rename-index': {
      const { table, name, keys } = change.index;
      const columns = keys.map((key) => (key.type === 'column' ? key.column : null)).filter((column) => column !== null);
      return [{ subject: { type: 'index', table, name }, over: columns.length === keys.length ? only(table, columns) : null }];
    }
    case 'add-foreign-key':
      return [constraint(change.table, change.foreignKey.name, change.foreignKey.columns)];
    case 'drop-foreign-key':
    case 'rename-foreign-key':
      return [constraint(change.table, change.name, columnsOf(change.table, change.name, history))];
    default:
      return assertNever(change);
  }
}

function partOfClause(table: ObjectId, clause: Clause, history: Catalog): Part {
  switch (clause.kind) {
    case 'add-column':
    case 'drop-column':
      return { subject: { type: 'column', table, column: clause.column.name }, over: null };
    case 'alter-column':
    case 'redefine-column':
      return { subject: { type: 'column', table, column: clause.after.name }, over: null };
    case 'add-primary-key':
      return constraint(table, clause.name, clause.columns);
    case 'drop-primary-key':
    case 'rename-primary-key':
      return constraint(table, clause.name, columnsOf(table, clause.name, history));
    default:
      return assertNever(clause);
  }
}

function constraint(table: ObjectId, name: string, columns: readonly string[] | null): Part {
  return { subject: { type: 'constraint', table, name }, over: only(table, columns) };
}

/** Of a constraint that the history has. */
function columnsOf(table: ObjectId, name: string, history: Catalog): readonly string[] | null {
  const found = history.tables.get(table)?.constraints.find((one) => one.name === name);
  return found !== undefined && 'columns' in found ? found.columns : null;
}
