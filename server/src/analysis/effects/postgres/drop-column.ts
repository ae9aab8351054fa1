import { columnOf } from '../../catalog/resolve';
import type { DropColumn } from '../../operation/table';
import type { EffectContext, FactTable } from '../effect';
import { altersFamily, fails, locking, targetOf } from '../parts';
import { dependentsOfColumn, droppingUnder, noDependents, referencedBy } from './dependents';
import { source } from './source';

/** `ALTER TABLE … DROP COLUMN`, and what hangs on the column. */
export const dropColumnFacts = {
  'drop-column': [
    {
      id: 'drop-column/inherited',
      aspect: 'inherited',
      when: (operation, at) => isInherited(operation, at),
      effect: (operation) => fails('42P16', 'certain', `"${operation.column.text}" is inherited from the parent table`),
      why: 'A column that comes from a parent table can only be dropped there.',
      source: source.alterTable,
    },
    {
      id: 'drop-column/referenced',
      aspect: 'foreign keys',
      when: (operation, at) => droppedColumnReferences(operation, at).length > 0,
      effect: (operation, at) => locking('ACCESS EXCLUSIVE', droppedColumnReferences(operation, at)),
      why: 'The column carries a foreign key, and dropping that removes triggers from the referenced table.',
      source: source.measured,
    },
    {
      id: 'drop-column/generated-from',
      aspect: 'generated columns',
      when: (operation, at) => !operation.cascade && generatedFrom(operation, at).length > 0,
      effect: (operation, at) => fails('2BP01', 'certain', `column "${generatedFrom(operation, at).join('", "')}" is computed from it`),
      why: 'Columns that are computed from it go with CASCADE; without it the server refuses.',
      source: source.dependencies,
    },
    {
      id: 'drop-column/dependents',
      aspect: 'dependents',
      when: (operation, at) => (columnDependents(operation, at).relations[0] ?? null) !== null,
      effect: (operation, at) => droppingUnder(columnDependents(operation, at), operation.cascade, `column "${operation.column.text}"`),
      why: 'Views and foreign keys that use the column go with CASCADE; without it the server refuses.',
      source: source.dependencies,
    },
    {
      id: 'drop-column/instant',
      effect: altersFamily,
      why: 'The column is marked as dropped; no row is touched, its values are out of reach at once.',
      source: source.alterTableNotes,
    },
  ],
} satisfies Partial<FactTable>;

function columnDependents(operation: DropColumn, at: EffectContext) {
  const target = targetOf(operation, at);
  if (target === null || columnOf(target.table, operation.column.text) === null) return noDependents;
  return dependentsOfColumn(at, target.id, operation.column.text);
}

function droppedColumnReferences(operation: DropColumn, at: EffectContext): readonly string[] {
  const target = targetOf(operation, at);
  return target === null ? [] : referencedBy(target.table, operation.column.text);
}

/** The generated columns whose expression uses the column. */
function generatedFrom(operation: DropColumn, at: EffectContext): readonly string[] {
  const columns = targetOf(operation, at)?.table.columns ?? [];
  return columns
    .filter(({ name, generated }) => name !== operation.column.text && generated?.expression.columns.includes(operation.column.text))
    .map(({ name }) => name);
}

function isInherited(operation: DropColumn, at: EffectContext): boolean {
  const target = targetOf(operation, at);
  if (target === null) return false;
  const parents = [...target.table.inherits, ...(target.table.partitionOf === null ? [] : [target.table.partitionOf.parent])];
  return parents.some((parent) => {
    const table = at.before.tables.get(parent);
    return table !== undefined && columnOf(table, operation.column.text) !== null;
  });
}
