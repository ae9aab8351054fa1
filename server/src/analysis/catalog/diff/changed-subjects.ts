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
  const whole = new Set(changes.flatMap(wholeTable));
  const moved = new Set(changes.flatMap((change) => movedColumns(change)));
  const retyped = new Set(changes.flatMap((change) => (change.kind === 'alter-table' ? retypedColumns(change.table, change.clauses) : [])));
  const subjects = new Map<string, Subject>();
  for (const { subject, over } of changes.flatMap((change) => partsOf(change, history))) {
    if ('table' in subject && whole.has(subject.table)) continue;
    if (over !== null && (moved.has(over) || (subject.type === 'constraint' && retyped.has(over)))) continue;
    const key = keyOf(subject);
    if (!subjects.has(key)) subjects.set(key, subject);
  }
  return [...subjects.values()];
}

interface Part {
  readonly subject: Subject;
  /** The only column of an index or constraint, as a key; null for everything else. */
  readonly over: string | null;
}

function wholeTable(change: Change): readonly ObjectId[] {
  if (change.kind === 'create-table') return [objectId(change.table.schema, change.table.name)];
  return change.kind === 'drop-table' ? [change.table] : [];
}

function movedColumns(change: Change): readonly string[] {
  if (change.kind !== 'alter-table') return [];
  return change.clauses.flatMap((clause) => {
    if (clause.kind === 'redefine-column') return [columnKey(change.table, clause.after.name)];
    return clause.kind === 'add-column' || clause.kind === 'drop-column' ? [columnKey(change.table, clause.column.name)] : [];
  });
}

/** Prisma makes their constraints anew. */
function retypedColumns(table: ObjectId, clauses: readonly Clause[]): readonly string[] {
  return clauses.flatMap((clause) =>
    clause.kind === 'alter-column' && clause.parts.includes('set-type') ? [columnKey(table, clause.after.name)] : [],
  );
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
      return [type, owner, subject.name].join(between);
    case 'enum':
    case 'table':
      return [type, subject.id].join(between);
    case 'enum-value':
      return [type, subject.id, subject.value].join(between);
    case 'column':
      return [type, owner, subject.column].join(between);
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
