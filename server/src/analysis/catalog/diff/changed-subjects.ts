import { assertNever } from '../../assert-never';
import type { ObjectId } from '../catalog';
import { objectId } from '../references';
import type { Subject } from '../subject';
import type { Change, Clause } from './change';

/**
 * What changes, as a person counts: a table that comes or goes is one change with all that belongs to it, a column is one
 * whatever of it changes. In the order of the changes.
 */
export function changedSubjects(changes: readonly Change[]): readonly Subject[] {
  const whole = new Set(changes.flatMap(wholeTable));
  const subjects = new Map<string, Subject>();
  for (const subject of changes.flatMap(subjectsOf)) {
    if ('table' in subject && whole.has(subject.table)) continue;
    const key = JSON.stringify(subject);
    if (!subjects.has(key)) subjects.set(key, subject);
  }
  return [...subjects.values()];
}

function wholeTable(change: Change): readonly ObjectId[] {
  if (change.kind === 'create-table') return [objectId(change.table.schema, change.table.name)];
  return change.kind === 'drop-table' ? [change.table] : [];
}

function subjectsOf(change: Change): readonly Subject[] {
  switch (change.kind) {
    case 'create-schema':
      return [{ type: 'schema', name: change.name }];
    case 'create-extension':
      return [{ type: 'extension', name: change.name }];
    case 'create-enum':
    case 'add-enum-values':
    case 'redefine-enum':
    case 'drop-enum':
      return [{ type: 'enum', id: change.type }];
    case 'create-table':
      return [{ type: 'table', id: objectId(change.table.schema, change.table.name) }];
    case 'drop-table':
      return [{ type: 'table', id: change.table }];
    case 'alter-table':
      return change.clauses.map((clause) => subjectOfClause(change.table, clause));
    case 'create-index':
    case 'drop-index':
    case 'rename-index':
      return [{ type: 'index', table: change.index.table, name: change.index.name }];
    case 'add-foreign-key':
      return [{ type: 'constraint', table: change.table, name: change.foreignKey.name }];
    case 'drop-foreign-key':
    case 'rename-foreign-key':
      return [{ type: 'constraint', table: change.table, name: change.name }];
    default:
      return assertNever(change);
  }
}

function subjectOfClause(table: ObjectId, clause: Clause): Subject {
  switch (clause.kind) {
    case 'add-column':
    case 'drop-column':
      return { type: 'column', table, column: clause.column.name };
    case 'alter-column':
    case 'redefine-column':
      return { type: 'column', table, column: clause.after.name };
    case 'add-primary-key':
    case 'drop-primary-key':
    case 'rename-primary-key':
      return { type: 'constraint', table, name: clause.name };
    default:
      return assertNever(clause);
  }
}
